"""For every test: windows are drawn offscreen unless a platform is named; must not import Qt."""

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from mingtang_desk.core.garbage import collect_if_due

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The page of the map is for tests/ui/test_map_web.py; elsewhere Chromium would only cost time.
os.environ.setdefault("MINGTANG_MAP", "painter")

# Machines are noisy: how long an example takes says nothing here, so it must not fail a test.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")

# As in the window: widgets of a cycle must not be destroyed by a thread that happens to allocate.
gc.disable()


@pytest.fixture(autouse=True)
def _garbage_of_this_thread() -> Iterator[None]:
    yield
    collect_if_due()
