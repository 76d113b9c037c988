"""What is asked of a battery, and what became of it."""
