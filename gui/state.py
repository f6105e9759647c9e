"""What the window remembers from one day to the next: one small JSON file in the user's configuration folder.

A file that cannot be read, or holds nonsense, is the same as none: the window opens as on the first day.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from core.files import written_whole


@dataclass
class WindowState:
    """geometry: as Qt saves it, in base 64; gallery, settings, notes: sizes in pixels, 0 where folded away, −1 for
    what suits the window."""

    geometry: str = ""
    experiment: str = ""
    theme: str = ""
    data_dir: str = ""
    capture_dir: str = ""
    gallery: int = -1
    settings: int = -1
    notes: int = -1

    def save(self, path: Path) -> None:
        """A state that cannot be written is forgotten: a full disk must not keep the window from closing."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(path) as beside:
                beside.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        except OSError:
            return


def state_file() -> Path:
    return user_config_path("chalkgrad", appauthor=False) / "window.json"


def load_state(path: Path) -> WindowState:
    """What was saved there; fields that are missing or of another type keep their default."""
    state = WindowState()
    saved = _saved(path)
    for field in fields(WindowState):
        value = saved.get(field.name)
        if type(value) is type(getattr(state, field.name)):
            setattr(state, field.name, value)
    return state


def _saved(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
