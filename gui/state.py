"""What the window remembers from one day to the next: one small JSON file in the user's configuration folder.

A file that cannot be read, or holds nonsense, is moved out of the way: the window opens as on the first day, and what
the file held can still be looked at in `window.json.broken`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from platformdirs import user_config_path
from PySide6.QtCore import QRect

from core.files import written_whole
from core.run.experiment import Experiment, Preset
from core.settings import Settings, assign, changes_between
from gui.arrangement.tree import Arrangement, from_json

FARTHEST = 2**15  # pixels: no screen reaches so far


@dataclass
class WindowState:
    """place: x, y, width and height of what is inside the frame, while it is not maximized. changes: of the preset, as
    they are typed after --set. gallery, settings, notes: sizes in pixels beside text of 100 %, 0 where folded away, −1
    for what suits the window. text_size: percent, 0 for what suits the window. arrangements: of the experiments whose
    panels were moved, by their ids."""

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
    arrangements: dict[str, Arrangement] = field(default_factory=dict)
    text_size: int = 0

    def keep(self, experiment: Experiment, preset: Preset, settings: Settings) -> None:
        """Remember what is open."""
        self.experiment, self.preset = experiment.id, preset.name
        self.changes = [f"{changed.path}={text}" for changed, text in changes_between(settings, preset.settings)]

    def kept(self, experiment: Experiment) -> tuple[Preset, Settings]:
        """The preset and the settings that were open: what another version has written and this one does not know, or
        does not allow, is left out."""
        preset = next((one for one in experiment.presets if one.name == self.preset), experiment.preset())
        settings = preset.settings
        changes = [change for change in self.changes if isinstance(change, str)]
        for change in changes if preset.name == self.preset else ():
            with suppress(ValueError):
                settings = assign(settings, change)
        return preset, settings

    @property
    def rectangle(self) -> QRect | None:
        """`place`, if it is one."""
        sound = len(self.place) == 4 and all(type(n) is int and abs(n) < FARTHEST for n in self.place)
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
    """What was saved there; fields that are missing keep their default, and so do those that hold nonsense."""
    state = WindowState()
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return state
    except (OSError, ValueError, RecursionError):
        saved = None
    sound = isinstance(saved, dict)
    for one in fields(WindowState) if sound else ():
        value = saved.get(one.name, getattr(state, one.name))
        if isinstance(value, list):
            value = [element for element in value if isinstance(element, int | str)]
        if isinstance(value, dict):
            value = dict(_sound_arrangements(value))
        if _fits(value, getattr(state, one.name)):
            setattr(state, one.name, value)
        else:
            sound = False
    if not sound:
        with suppress(OSError):
            path.replace(path.with_name(path.name + ".broken"))
    return state


def _sound_arrangements(saved: Mapping[str, object]) -> Iterator[tuple[str, Arrangement]]:
    for id, value in saved.items():
        with suppress(ValueError):
            yield id, from_json(value)


def _fits(value: object, default: object) -> bool:
    """Whether a value is of the type that is expected, and a size one that a screen can have."""
    return type(value) is type(default) and not (isinstance(value, int) and not -1 <= value < FARTHEST)
