"""One panel for each kind of view: this table is the only place that knows which."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.run.views import (
    BarsView,
    BlocksView,
    CurvesGridView,
    CurvesView,
    GraphView,
    HistogramsView,
    ImageGridView,
    MatricesView,
    MatrixView,
    PlaneView,
    RidgeView,
    SurfaceView,
    TableView,
    TextView,
    View,
    ViewOptions,
)
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

PANELS: dict[type[ViewOptions], type[Panel]] = {
    BarsView: BarsPanel,
    BlocksView: BlocksPanel,
    CurvesGridView: CurvesGridPanel,
    CurvesView: CurvesPanel,
    GraphView: GraphPanel,
    HistogramsView: HistogramsPanel,
    ImageGridView: ImageGridPanel,
    MatricesView: MatricesPanel,
    MatrixView: MatrixPanel,
    PlaneView: PlanePanel,
    RidgeView: RidgePanel,
    SurfaceView: SurfacePanel,
    TableView: TablePanel,
    TextView: TextPanel,
}


def make_panel(view: View, theme: Theme, parent: QWidget | None = None) -> Panel:
    """The panel for a view, by the kind of its options."""
    return PANELS[type(view.options)](view, theme, parent)
