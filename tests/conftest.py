"""What holds for all tests."""

from hypothesis import HealthCheck, settings

# How long an example takes says more about the machine than about the program. Fixtures last for
# all examples of a test: it makes anew what an example changes.
settings.register_profile(
    "pullquote",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    print_blob=True,
)
settings.load_profile("pullquote")
