"""Bench instruments that are read, not batteries: a meter by SCPI over a serial port or TCP.

May import `transports`, `interfaces`, `device` and `core`.
"""
