"""A skeleton to copy: one idea a file, every part a driver needs, for a board that was made up.

The board has no real counterpart: it shows where things go. `jbd` is the one to look at for how far
they can go. No row of DRIVERS names it; the contract tests run over it all the same.
"""
