"""Signing in, and the book of who may write what."""
