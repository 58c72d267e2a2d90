"""What comes from another project file: read as values, compared, taken over or put back."""
