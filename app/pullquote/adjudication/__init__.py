"""Adjudication: versions lined up, what is settled, what is new, what to propose; pure."""
