"""When things were said and of which day they speak: read, arranged along the calendar."""
