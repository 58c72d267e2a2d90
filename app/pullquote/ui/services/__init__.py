"""What all of the window uses and what is no widget: work in threads, this person's preferences,
errors in words, keys, the arrangement at a width.
"""
