"""Stands in a bundle for the part of NumPy that needs LAPACK, which Pullquote never calls."""


def __getattr__(name: str) -> object:
    raise AttributeError(f"numpy.linalg is left out of the program folder: {name}")
