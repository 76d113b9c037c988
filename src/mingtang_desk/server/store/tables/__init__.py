"""The tables, one file for each part of the server."""
