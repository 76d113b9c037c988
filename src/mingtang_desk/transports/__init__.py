"""Bytes in, bytes out: serial, tcp, ble, sim, replay.

May import interfaces and below, pyserial, bleak, and bumble for virtual radios.
"""
