"""For every test: windows are drawn offscreen unless a platform is named; must not import Qt."""

import os

from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The page of the map is for tests/ui/test_map_web.py; elsewhere Chromium would only cost time.
os.environ.setdefault("MINGTANG_MAP", "painter")

# Machines are noisy: how long an example takes says nothing here, so it must not fail a test.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")
