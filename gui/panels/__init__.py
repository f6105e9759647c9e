"""One panel for each record type: this table is the only place that knows which."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

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
from core.run.experiment import View
from gui.look.theme import Theme
from gui.panels.bars.panel import BarsPanel
from gui.panels.blocks.panel import BlocksPanel
from gui.panels.curves import CurvesPanel
from gui.panels.curves_grid import CurvesGridPanel
from gui.panels.graph.panel import GraphPanel
from gui.panels.histograms import HistogramsPanel
from gui.panels.images.panel import ImageGridPanel
from gui.panels.matrices.panel import MatricesPanel
from gui.panels.matrix.panel import MatrixPanel
from gui.panels.panel import Panel
from gui.panels.plane.panel import PlanePanel
from gui.panels.ridge import RidgePanel
from gui.panels.surface.panel import SurfacePanel
from gui.panels.table.panel import TablePanel
from gui.panels.text import TextPanel

PANELS: dict[type[Record], type[Panel]] = {
    Bars: BarsPanel,
    Blocks: BlocksPanel,
    Curves: CurvesPanel,
    CurvesGrid: CurvesGridPanel,
    Graph: GraphPanel,
    Histograms: HistogramsPanel,
    ImageGrid: ImageGridPanel,
    Matrices: MatricesPanel,
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
