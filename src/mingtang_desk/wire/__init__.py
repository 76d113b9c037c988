"""Bytes and numbers: two-way scales, field tables, checksums, Modbus RTU, captures.

May import core only.
"""
