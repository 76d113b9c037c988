"""The command line: the same sessions as the window, no window."""
