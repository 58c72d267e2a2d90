"""Inter-annotator agreement: figures, and the disagreements behind them; pure functions."""
