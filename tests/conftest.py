"""For every test: windows are drawn offscreen unless a platform is named; must not import Qt."""

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Machines are noisy: how long an example takes says nothing here, so it must not fail a test.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")
