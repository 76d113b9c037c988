"""The one device model: samples, catalogue, capabilities, write transactions.

Pure; may import core only.
"""
