"""Who labels what: drawn at random with a seed."""
