"""The client of a self-hosted server: logins, requests, live events; no window, no Qt.

May import `session` (where secrets live) and what is below `interfaces`, httpx and websockets.
"""
