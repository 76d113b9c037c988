"""The self-hosted cloud: accounts, batteries, trackers, commands, live push.

May import `session` and everything below it that needs no desktop library, FastAPI and SQLAlchemy;
never Qt, bleak or pyserial (docs/decisions/0033-server.md).
"""
