"""The disagreements behind the figures: where annotators differ, and what each says."""
