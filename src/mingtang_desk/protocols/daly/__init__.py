"""Daly boards that speak A5: reading only. Source: docs/protocols/daly.md."""
