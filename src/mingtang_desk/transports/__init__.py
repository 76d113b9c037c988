"""Bytes in, bytes out: serial, tcp, sim, replay. May import interfaces and below, and pyserial."""
