"""English as far as the rules need it: classes of words, phrases, clauses, reporting verbs."""
