"""For every test: windows are drawn offscreen unless a platform is named; must not import Qt."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
