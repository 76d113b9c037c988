"""Pictures of the panels of the fleet against a real server: `python -m tests.shots.fleet [PART]`.

Each module here has `async def scenes(kit) -> AsyncIterator[tuple[str, QWidget]]`: it brings a
widget into a state and yields it with a name; it is grabbed in every dress at each step.
"""
