"""The program: command line, wiring, crash handler. May import everything; nothing imports it."""
