"""Coefficients of agreement, one file each."""
