"""What the window remembers from one day to the next: one small JSON file in the user's configuration folder.

A file that cannot be read, or holds nonsense, is the same as none: the window opens as on the first day.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PySide6.QtCore import QRect

from core.files import written_whole
from core.run.experiment import Experiment, Preset
from core.settings import Settings, assign, changes_between


@dataclass
class WindowState:
    """place: x, y, width and height of what is inside the frame, while it is not maximized. changes: of the preset, as
    they are typed after --set. gallery, settings, notes: sizes in pixels, 0 where folded away, −1 for what suits the
    window."""

    place: list[int] = field(default_factory=list)
    maximized: bool = False
    experiment: str = ""
    preset: str = ""
    changes: list[str] = field(default_factory=list)
    theme: str = ""
    data_dir: str = ""
    capture_dir: str = ""
    gallery: int = -1
    settings: int = -1
    notes: int = -1

    def keep(self, experiment: Experiment, preset: Preset, settings: Settings) -> None:
        """Remember what is open."""
        self.experiment, self.preset = experiment.id, preset.name
        self.changes = [f"{changed.path}={text}" for changed, text in changes_between(settings, preset.settings)]

    def kept(self, experiment: Experiment) -> tuple[Preset, Settings]:
        """The preset and the settings that were open: what another version has written and this one does not know, or
        does not allow, is left out."""
        preset = next((one for one in experiment.presets if one.name == self.preset), experiment.preset())
        settings = preset.settings
        for change in self.changes if preset.name == self.preset else ():
            with suppress(ValueError):
                settings = assign(settings, str(change))
        return preset, settings

    @property
    def rectangle(self) -> QRect | None:
        """`place`, if it is one."""
        sound = len(self.place) == 4 and all(type(n) is int and abs(n) < 2**15 for n in self.place)
        return QRect(*self.place) if sound else None

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
    for one in fields(WindowState):
        value = saved.get(one.name)
        if type(value) is type(getattr(state, one.name)):
            setattr(state, one.name, value)
    return state


def _saved(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
