"""An experiment is a value: a generator of ticks with its settings, presets and views. All else is made from it.

    @experiment(id="optimizer-race", chapter="Optimizers", order=30, settings=Race,
                presets=(Preset("Quick", Race(), steps=300),), views=(View("loss", CurvesView(log_y=True)),))
    def run(settings: Race, now: Callable[[], Race], library: Library) -> Run:
        \"\"\"Which optimizer learns digits fastest?\"\"\"
        yield Start(data="MNIST · 60,000 · /255")
        ...

settings are those that the run began with. Live and display fields are read from `now()`, the settings of this moment.
The form, the transport buttons, the panels and their places, the command line, the thumbnails and the contract tests
are derived from the experiment.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from core.run.expected import Expected
from core.run.tick import Run
from core.run.views import View
from core.settings import Settings, field_at, fields, get

if TYPE_CHECKING:
    from core.data.library import Library

S = TypeVar("S", bound=Settings)

CHAPTERS = (
    "Neurons",
    "Loss and gradient",
    "Backpropagation",
    "Optimizers",
    "Initialization",
    "Normalization and generalization",
    "Convolution",
    "Deep networks",
    "Sequences",
    "Playground",
)


class Pace(enum.Enum):
    """How a run is gone through; only the transport differs."""

    INSTANT = "instant"  # one tick, computed again on every change
    STEPPED = "stepped"  # a short walk; stepping back replays to the step before
    STREAMED = "streamed"  # training


@dataclass(frozen=True)
class Preset:
    """Settings under a name, and how they are run: a run pauses at `steps` (Play goes on from there) unless it is
    `endless`. steps_per_second: the speed of Play at first, None for as fast as possible."""

    name: str
    settings: Settings
    steps: int = 0
    expected: tuple[Expected, ...] = ()
    endless: bool = False
    pace: Pace = Pace.STREAMED
    steps_per_second: float | None = None


@dataclass(frozen=True)
class Experiment:
    """See the module's docstring. order: its place in the chapter, smallest first. `variants` names what is compared,
    in the order of its colours: all that may ever appear, so that switching one off does not recolour the others.
    `family` says, of some settings or of all, that they are steps of one quantity. BLAS threads are a constant of the
    experiment because results differ in bits between one thread and two. measured: its figures are times, which no two
    runs share. recorded: the steps at which a run that is played from a file can rest; () for one that is computed."""

    id: str
    chapter: str
    settings: type[Settings]
    presets: tuple[Preset, ...]
    views: tuple[View, ...]
    run: Callable[[Any, Callable[[], Any], Library], Run]
    order: float = 1000.0
    variants: tuple[str, ...] | Callable[[Any], tuple[str, ...]] = ()
    family: bool | Callable[[Any], bool] = False
    blas_threads: int = 1
    measured: bool = False
    recorded: tuple[int, ...] = ()

    @property
    def doc(self) -> str:
        """The docstring of the generator: what a missing note falls back to."""
        return inspect.getdoc(self.run) or self.id

    def preset(self, name: str | None = None) -> Preset:
        """The preset of that name, upper or lower case; the first one where none is named."""
        if name is None:
            return self.presets[0]
        for preset in self.presets:
            if preset.name.lower() == name.lower():
                return preset
        raise ValueError(f"{self.id} has no preset {name!r}; there are {', '.join(p.name for p in self.presets)}")

    def variant_names(self, settings: Settings) -> tuple[str, ...]:
        """The ids of the variants that these settings run, in order."""
        return self.variants(settings) if callable(self.variants) else self.variants

    def is_family(self, settings: Settings) -> bool:
        """Whether the variants of these settings are steps of one quantity."""
        return self.family(settings) if callable(self.family) else self.family

    def view(self, name: str) -> View:
        """The view whose channel or title is `name`."""
        for view in self.views:
            if name in (view.channel, view.title):
                return view
        raise ValueError(f"{self.id} has no panel {name!r}; there are {', '.join(v.channel for v in self.views)}")


def experiment(
    *, id: str, chapter: str, settings: type[S], presets: tuple[Preset, ...], views: tuple[View, ...], **more: Any
) -> Callable[[Callable[[S, Callable[[], S], Library], Run]], Experiment]:
    """Turn a generator function into an Experiment, and find its mistakes when it is imported, not in the lecture."""

    def register(run: Callable[[S, Callable[[], S], Library], Run]) -> Experiment:
        made = Experiment(id=id, chapter=chapter, settings=settings, presets=presets, views=views, run=run, **more)
        _check_chapter(made)
        _check_presets(made)
        _check_views(made)
        return made

    return register


def _check_chapter(made: Experiment) -> None:
    if made.chapter not in CHAPTERS:
        raise ValueError(f"{made.id} is in no chapter of the course: {made.chapter!r}; there are {', '.join(CHAPTERS)}")


def _check_presets(made: Experiment) -> None:
    if not made.presets:
        raise TypeError(f"{made.id} has no preset")
    for preset in made.presets:
        if type(preset.settings) is not made.settings:
            raise TypeError(
                f"{made.id}: preset {preset.name} has {type(preset.settings).__name__}, not {made.settings.__name__}"
            )
        for field in fields(made.settings):
            try:
                field.kind.bound(preset.settings).check(get(preset.settings, field.path))
            except ValueError as wrong:
                raise ValueError(f"{made.id}: preset {preset.name}: {field.path} {wrong}") from None


def _check_views(made: Experiment) -> None:
    names = {preset.name for preset in made.presets}
    for view in made.views:
        if unknown := set(view.presets) - names:
            raise ValueError(f"{made.id}: {view.channel} is shown for {', '.join(unknown)}, which is no preset")
        if view.shown is not None:
            field_at(made.settings, view.shown.path)
        for option, path, kinds in view.options.gestures():
            setting = field_at(made.settings, path)
            if not isinstance(setting.kind, kinds):
                allowed = " or ".join(kind.__name__ for kind in kinds)
                raise TypeError(f"{made.id}: {option} of {view.channel} cannot set {path}, which is not a {allowed}")
            view.options.check(option, setting)
