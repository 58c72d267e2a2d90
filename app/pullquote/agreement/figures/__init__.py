"""The figures of a study: what they are made of, how sure they are, what they mean."""
