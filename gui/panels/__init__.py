"""One panel for each record type: this table is the only place that knows which."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.run.diagram import Graph
from core.run.experiment import View
from core.run.plane import Plane
from core.run.records import Bars, Curves, Histograms, ImageGrid, Matrix, Record, Ridge, Table, Text
from gui.panels.bars import BarsPanel
from gui.panels.curves import CurvesPanel
from gui.panels.graph import GraphPanel
from gui.panels.histograms import HistogramsPanel
from gui.panels.image_grid import ImageGridPanel
from gui.panels.matrix import MatrixPanel
from gui.panels.panel import Panel
from gui.panels.plane import PlanePanel
from gui.panels.ridge import RidgePanel
from gui.panels.surface import SurfacePanel
from gui.panels.table import TablePanel
from gui.panels.text import TextPanel
from gui.theme import Theme

PANELS: dict[type[Record], type[Panel]] = {
    Bars: BarsPanel,
    Curves: CurvesPanel,
    Graph: GraphPanel,
    Histograms: HistogramsPanel,
    ImageGrid: ImageGridPanel,
    Matrix: MatrixPanel,
    Plane: PlanePanel,
    Ridge: RidgePanel,
    Table: TablePanel,
    Text: TextPanel,
}
STYLES: dict[tuple[type[Record], str], type[Panel]] = {(Plane, "surface"): SurfacePanel}


def make_panel(view: View, theme: Theme, parent: QWidget | None = None) -> Panel:
    """The panel for a view, by its record type and style."""
    panel_type = STYLES.get((view.record, view.style)) if view.style else PANELS.get(view.record)
    if panel_type is None:
        raise ValueError(f"no panel draws {view.record.__name__}" + (f" as {view.style!r}" if view.style else ""))
    return panel_type(view, theme, parent)
