"""Simulated trackers: the one a board tells of, and a JT/T 808 terminal with a board behind it.

A terminal speaks with an encoder of its own (`telegram`), so that no codec can agree with it by
sharing code. Ways in: `mingtang_desk.sim.tracker.factory.make_tracker()`, and
`mingtang_desk.sim.tracker.link.run()`, which connects it to a platform.
"""

from mingtang_desk.sim.tracker.place import SIM_CODES, Position, Tracker

__all__ = ["SIM_CODES", "Position", "Tracker"]
