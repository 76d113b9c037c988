"""The parts of the jobs panel: list and form."""
