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
# Nor is the keyring of whoever runs the tests theirs; a test that wants one sets one.
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

# Machines are noisy: how long an example takes says nothing here, so it must not fail a test.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")

# As in the window: widgets of a cycle must not be destroyed by a thread that happens to allocate.
gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name the group of a test in its id, which is what its tests are handed out by.

    pytest-xdist 3.8 writes it where pytest 9.2 no longer looks, and every group was torn apart:
    what a module starts once was started by each worker.
    """
    if not config.getoption("loadgroup", default=False):
        return
    for item in items:
        mark = item.get_closest_marker("xdist_group")
        if mark is not None and not item.nodeid.endswith(f"@{mark.args[0]}"):
            from _pytest.nodeid import NodeId

            item._id = NodeId.parse(f"{item.nodeid}@{mark.args[0]}")


@pytest.fixture(autouse=True)
def _garbage_of_this_thread() -> Iterator[None]:
    yield
    was_on = gc.isenabled()
    gc.disable()
    collect_if_due()
    assert not was_on, "the test left Python's own collector on"
