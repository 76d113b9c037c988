"""Positions of a tracker: datum, cleaning, trips, mileage, fences, arming; docs/geo.md.

Pure and without I/O, clock or threads: the same rows give the same answer, whenever they are run
again. Times are Unix seconds of the device, positions WGS-84 degrees. May import device and core.
"""
