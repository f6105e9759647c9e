"""What stands on the stage: a view for each panel, with the options of its kind of panel.

An options class has exactly what its panel can use, so a view cannot ask for what a panel would ignore. Options that
name a settings field bind a gesture to it; the field must be of a kind that the gesture can set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal

from core.array import Interval
from core.records import (
    Bars,
    Blocks,
    Curves,
    CurvesGrid,
    Graph,
    Histograms,
    ImageGrid,
    Matrices,
    Matrix,
    Plane,
    Record,
    Ridge,
    Table,
    Text,
)
from core.settings import (
    Effect,
    Field,
    FieldKind,
    MatrixField,
    PixelsField,
    PointField,
    PointsField,
    RangeField,
    Settings,
    Shown,
    SparseField,
)


def sets(*kinds: type[FieldKind]) -> Any:
    """An option that names the settings field which a gesture sets; "" for no such gesture."""
    return field(default="", metadata={"kinds": kinds})


@dataclass(frozen=True, kw_only=True)
class ViewOptions:
    """Base of all options. record: what the view's channel must give."""

    record: ClassVar[type[Record]]

    @property
    def channels(self) -> tuple[str, ...]:
        """Further channels that are drawn in the same panel."""
        return ()

    @property
    def clickable(self) -> bool:
        """Whether a click into the picture is a gesture."""
        return any(self.gestures())

    def gestures(self) -> Iterator[tuple[str, str, tuple[type[FieldKind], ...]]]:
        """(option, path of the settings field, kinds that it may have) of each gesture that is bound."""
        for one in fields(self):
            path = getattr(self, one.name)
            if "kinds" in one.metadata and path:
                yield one.name, path, one.metadata["kinds"]

    def check(self, option: str, setting: Field) -> None:
        """TypeError where a gesture cannot set the field."""


@dataclass(frozen=True, kw_only=True)
class CurvesView(ViewOptions):
    """Lines over steps: scalar series, or `Curves` that a view computes.

    also: channels of further, measured series in the same plot. x: what the series run over. smooth: the width in steps
    of the bold exponential mean over the faint per-batch values of the view's own channel; 0 draws the values only.
    values: whether the last value of each line stands behind its name. line: an upright line at the value of this field
    that can be dragged.
    """

    record = Curves
    also: tuple[str, ...] = ()
    x: Literal["step", "epoch"] = "step"
    x_label: str = ""
    y_label: str = ""
    y_range: Interval | None = None
    log_x: bool = False
    log_y: bool = False
    smooth: int = 0
    values: bool = False
    line: str = sets(RangeField)

    @property
    def channels(self) -> tuple[str, ...]:
        return self.also


@dataclass(frozen=True, kw_only=True)
class HistogramsView(ViewOptions):
    """Histograms side by side, over shared bins."""

    record = Histograms


@dataclass(frozen=True, kw_only=True)
class RidgeView(ViewOptions):
    """Histograms over time."""

    record = Ridge


@dataclass(frozen=True, kw_only=True)
class ImageGridView(ViewOptions):
    """Small pictures. choose: the index of the picture that is clicked, counted through all groups. draw: the pixels
    that the mouse draws on the first picture."""

    record = ImageGrid
    choose: str = sets(RangeField)
    draw: str = sets(PixelsField)


@dataclass(frozen=True, kw_only=True)
class MatrixView(ViewOptions):
    """Numbers in cells. choose: the index row · columns + column of the cell that is clicked. edit: the cells that can
    be typed into."""

    record = Matrix
    choose: str = sets(RangeField)
    edit: str = sets(MatrixField)


@dataclass(frozen=True, kw_only=True)
class MatricesView(ViewOptions):
    """Several small matrices with operators between them. edit: (title of a matrix, settings field) of each whose cells
    can be typed into."""

    record = Matrices
    edit: tuple[tuple[str, str], ...] = field(default=(), metadata={"kinds": (MatrixField,)})

    def gestures(self) -> Iterator[tuple[str, str, tuple[type[FieldKind], ...]]]:
        """One for each matrix that can be edited."""
        yield from (("edit", path, (MatrixField,)) for _, path in self.edit)


@dataclass(frozen=True, kw_only=True)
class BlocksView(ViewOptions):
    """Architectures as stacks of blocks. choose: the index of the block that is clicked."""

    record = Blocks
    choose: str = sets(RangeField)


@dataclass(frozen=True, kw_only=True)
class CurvesGridView(ViewOptions):
    """Small multiples of curves. choose: the index of the cell that is clicked, row by row."""

    record = CurvesGrid
    choose: str = sets(RangeField)


@dataclass(frozen=True, kw_only=True)
class BarsView(ViewOptions):
    """Named bars. choose: the index of the bar that is clicked. drag: the heights, as one row, that can be dragged."""

    record = Bars
    choose: str = sets(RangeField)
    drag: str = sets(MatrixField)


@dataclass(frozen=True, kw_only=True)
class GraphView(ViewOptions):
    """A computation graph or a network. choose_node, choose_edge: the index of what is clicked. weights: a number for
    each edge in their order, as one row, that dragging the edge changes: the weights themselves, or, where training
    moves these, what is added to them by hand."""

    record = Graph
    choose_node: str = sets(RangeField)
    choose_edge: str = sets(RangeField)
    weights: str = sets(MatrixField, SparseField)


@dataclass(frozen=True, kw_only=True)
class TableView(ViewOptions):
    """Rows of text and numbers. choose: the index of the row that is clicked."""

    record = Table
    choose: str = sets(RangeField)


@dataclass(frozen=True, kw_only=True)
class TextView(ViewOptions):
    """A sentence or a few lines."""

    record = Text


@dataclass(frozen=True, kw_only=True)
class PlaneView(ViewOptions):
    """Whatever overlays in a plane. point: a point that is set by a click and dragged. points: a list to which a click
    adds, whose points are dragged, and removed by a right click or Delete. flip: a number for each point of the first
    `PointsMark`, as one row; a click on the point turns it from 0 to 1, or back to 0. choose: the index of the point
    that is clicked, in the first `PointsMark`."""

    record = Plane
    point: str = sets(PointField)
    points: str = sets(PointsField)
    flip: str = sets(MatrixField)
    choose: str = sets(RangeField)


@dataclass(frozen=True, kw_only=True)
class SurfaceView(ViewOptions):
    """A Plane drawn with height. direction: azimuth and elevation in degrees, set by turning the surface; without
    such a field it cannot be turned."""

    record = Plane
    direction: str = sets(PointField)

    @property
    def clickable(self) -> bool:
        """Only a drag turns it."""
        return False

    def check(self, option: str, setting: Field) -> None:
        """Turning shows the same run from elsewhere, and any azimuth must be allowed."""
        kind = setting.kind
        if not (isinstance(kind, PointField) and kind.limit >= 180 and setting.effect is Effect.DISPLAY):
            raise TypeError(f"turning a surface cannot set {setting.path}, which is not a Display PointField(180)")


Area = Literal["main", "side", "below"]


@dataclass(frozen=True)
class View:
    """One panel: what it watches, how it is drawn, and where it stands.

    channel: the channel of its keys. area: "main" is the large left part, "side" the column beside it, "below" the row
    beneath both; several views of an area share it in order, `weight` says how much each takes. shown: the settings
    under which the panel is there; presets: their names, where it is there only for some.
    """

    channel: str
    options: ViewOptions = field(default_factory=CurvesView)
    title: str = ""
    area: Area = "main"
    weight: float = 1.0
    shown: Shown | None = None
    presets: tuple[str, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        """Every channel that the panel shows, its own first."""
        return (self.channel, *self.options.channels)

    def is_shown(self, settings: Settings, preset: str) -> bool:
        """Whether the panel is there under these settings."""
        return (not self.presets or preset in self.presets) and (self.shown is None or self.shown.holds(settings))
