"""Public ids: random, so that knowing one tells nothing of another."""

import uuid


def new_id() -> str:
    """Return a fresh id."""
    return str(uuid.uuid4())


def step_of(account_id: str) -> str:
    """Return what an account adds to the path of its parent: "/" and the hex of its id."""
    return "/" + account_id.replace("-", "")
