"""Alarms, fences, arming, trips, mileage, addresses: services over `geo`."""
