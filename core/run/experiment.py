"""An experiment is a value: its generator of ticks, its settings, presets and views. All else is made from it.

    @experiment(id="optimizer-race", chapter="Optimizers", settings=Settings,
                presets=(Preset("Quick", Settings(), steps=300),), views=(View("loss", log_y=True),))
    def run(settings: Settings, library: Library) -> Ticks:
        \"\"\"Which optimizer learns digits fastest?\"\"\"
        ...

The form, the transport buttons, the panels and their places, the command line, the thumbnails and the contract tests
are derived from it.
"""

from __future__ import annotations

import enum
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from core.records import Curves, Record
from core.run.expected import Expected
from core.run.tick import Ticks
from core.settings.fields import PointField
from core.settings.settings import Effect, Field, Settings, field_at, fields, get

if TYPE_CHECKING:
    from core.data.library import Library

S = TypeVar("S", bound=Settings)


class Pace(enum.Enum):
    """How an experiment is run through; only the transport differs."""

    INSTANT = "instant"  # one tick, computed again on every change
    STEPPED = "stepped"  # a short walk; stepping back replays to the step before
    STREAMED = "streamed"  # training


@dataclass(frozen=True)
class View:
    """One panel: what it watches and where it stands.

    channel: the key's channel. For a scalar series leave `record` alone; `channels` adds more series to the same plot.
    area: "main" is the large left part, "side" the column beside it, "below" the row beneath both; several views of
    an area share it in order, `weight` says how much each takes. click: the settings field (a PointField) that a click
    in the panel sets. drag: the display field (a PointField) that turning a surface sets, azimuth and elevation in
    degrees; a surface without one cannot be turned. style: how a record is drawn where its panel knows several
    ("surface" for a Plane). smooth: over how many steps the bold mean of `channel` goes, which has a value for each
    batch; its raw line is faint below it. 0 draws the raw line only. The series of `channels` are never smoothed.
    """

    channel: str
    record: type[Record] = Curves
    title: str = ""
    area: Literal["main", "side", "below"] = "main"
    channels: tuple[str, ...] = ()
    x_label: str = "step"
    y_label: str = ""
    y_range: tuple[float, float] | None = None
    log_y: bool = False
    smooth: int = 0
    click: str = ""
    drag: str = ""
    style: str = ""
    weight: float = 1.0

    @property
    def all_channels(self) -> tuple[str, ...]:
        """The channels whose records the panel shows."""
        return (self.channel, *self.channels)


@dataclass(frozen=True)
class Preset:
    """Settings under a name. A run pauses at `steps` (Play goes on from there) unless it is `endless`."""

    name: str
    settings: Settings
    steps: int
    expected: tuple[Expected, ...] = ()
    endless: bool = False


@dataclass(frozen=True)
class Experiment:
    """See the module's docstring. `variants` names what is compared, in the order of its colours: all that may ever
    appear, so that switching one off does not recolour the others. `family` says that they are steps of one quantity.
    `steps_per_second` is the default speed of Play, None for as fast as possible. BLAS threads are a constant of the
    experiment because results differ in bits between one thread and two."""

    id: str
    chapter: str
    settings: type[Settings]
    presets: tuple[Preset, ...]
    views: tuple[View, ...]
    run: Callable[[Any, Library], Ticks]
    pace: Pace = Pace.STREAMED
    variants: tuple[str, ...] | Callable[[Any], tuple[str, ...]] = ()
    family: bool = False
    fair: bool = False
    steps_per_second: float | None = None
    blas_threads: int = 1
    measured: bool = False

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

    def view(self, name: str) -> View:
        """The view whose channel or title is `name`."""
        for view in self.views:
            if name in (view.channel, view.title):
                return view
        raise ValueError(f"{self.id} has no panel {name!r}; there are {', '.join(v.channel for v in self.views)}")


def experiment(
    *, id: str, chapter: str, settings: type[S], presets: tuple[Preset, ...], views: tuple[View, ...], **more: Any
) -> Callable[[Callable[[S, Library], Ticks]], Experiment]:
    """Turn a generator function into an Experiment, and find its mistakes when it is imported, not in the lecture."""

    def register(run: Callable[[S, Library], Ticks]) -> Experiment:
        made = Experiment(id=id, chapter=chapter, settings=settings, presets=presets, views=views, run=run, **more)
        _validate(made)
        return made

    return register


def _validate(made: Experiment) -> None:
    if not made.presets:
        raise TypeError(f"{made.id} has no preset")
    for preset in made.presets:
        if type(preset.settings) is not made.settings:
            raise TypeError(
                f"{made.id}: preset {preset.name} has {type(preset.settings).__name__}, not {made.settings.__name__}"
            )
        for field in fields(made.settings):
            try:
                field.kind.check(get(preset.settings, field.path))
            except ValueError as wrong:
                raise ValueError(f"{made.id}: preset {preset.name}: {field.path} {wrong}") from None
    for view in made.views:
        if view.click and not isinstance(field_at(made.settings, view.click).kind, PointField):
            raise TypeError(f"{made.id}: a click in {view.channel} cannot set {view.click}, which is not a PointField")
        if view.drag and not _takes_directions(field_at(made.settings, view.drag)):
            raise TypeError(f"{made.id}: turning {view.channel} cannot set {view.drag}, not a Display PointField(180)")


def _takes_directions(field: Field) -> bool:
    """Whether it may be any azimuth and elevation, without beginning the run again."""
    return isinstance(field.kind, PointField) and field.kind.limit >= 180 and field.effect is Effect.DISPLAY
