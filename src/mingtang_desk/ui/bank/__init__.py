"""The bank view: a column for each pack."""
