"""Which labels of several annotators mean the same."""
