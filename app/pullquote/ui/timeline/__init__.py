"""The room Timeline: quotes and dated claims along the calendar."""
