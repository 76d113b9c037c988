"""Alembic's folder: one revision per schema, shipped in the package, run by `history.migrate`."""
