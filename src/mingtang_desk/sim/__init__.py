"""Simulated packs and boards: a physical battery, its own protection logic, its own wire encoder.

Shipped with the desk for the demo, for training and for tests. This package imports `core` alone,
so that no simulator can agree with a codec by sharing code with it. Ways in:

- `mingtang_desk.sim.models`: `catalogue()`, `make_board()`, and `make_line()` for a bus of boards;
- `mingtang_desk.sim.serve`: `serve()` what hangs on a line on a pty or a TCP port;
- `mingtang_desk.sim.inprocess`: `SimPort`, a board inside the process.
"""
