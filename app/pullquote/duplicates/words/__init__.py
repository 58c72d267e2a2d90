"""All words of a corpus in arrays: what the search for repeats works on."""
