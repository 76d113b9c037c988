"""A row that cannot be what was written. Light: the window imports records without SQLAlchemy."""


class DamagedRowError(ValueError):
    """A stored row does not decode; the text says which one and why."""
