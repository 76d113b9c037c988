"""Traccar as a second cloud: what it can do, in our models, units and order of coordinates.

Source of all facts: the OpenAPI document of Traccar 6.14 (tests/cloud/traccar/openapi.yaml).
"""
