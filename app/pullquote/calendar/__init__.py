"""Calendar values, day intervals and date expressions."""
