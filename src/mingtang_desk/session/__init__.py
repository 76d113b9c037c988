"""Pairs drivers with transports: polling, retries, write transactions.

May import transports, protocols and below.
"""
