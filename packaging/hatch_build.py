"""Build hook: packs resources/ and the compiled translations into the wheel, beside the code.

`mingtang_desk.core.assets` looks there first and in the checkout second, so an editable
installation needs neither.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
import i18n


class PackAssets(BuildHookInterface):  # type: ignore[misc, type-arg, unused-ignore]
    """Adds the folders that live outside src/ to a wheel."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Qt's lrelease only where a translation has still to be compiled."""
        return ["PySide6-Essentials"] if i18n.stale(Path(self.root)) else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what is stale, then name the folders to pack."""
        if version == "editable":
            return
        root = Path(self.root)
        if i18n.stale(root):
            script = root / "packaging" / "i18n.py"
            subprocess.run([sys.executable, str(script), "release"], check=True)
        packed = {str(qm): "mingtang_desk/_translations/" + qm.name for _, qm in i18n.targets(root)}
        if (root / "resources").is_dir():
            packed[str(root / "resources")] = "mingtang_desk/_resources"
        build_data["force_include"].update(packed)
