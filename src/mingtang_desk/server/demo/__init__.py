"""A simulated fleet in the real database, over the real listeners."""
