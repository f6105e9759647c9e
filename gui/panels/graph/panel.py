"""The panel of computation graphs and networks: values flow forward above the edges, gradients back beneath them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtWidgets import QWidget

from core.records import Graph, Record
from core.run.views import View
from gui.look.theme import Theme
from gui.panels.gestures.gesture import Gesture
from gui.panels.graph.drawing import HALO, draw_edge, draw_node, draw_texts, draw_weights, shades_of
from gui.panels.graph.gestures import GraphGestures
from gui.panels.graph.hits import Diagram, view_of
from gui.panels.graph.layout import Layout, lay_out
from gui.panels.graph.pictures import Places, draw_labels, draw_pictures, draw_ranges, images_of, places_of
from gui.panels.graph.squares import lay_out_squares
from gui.panels.graph.words import edge_reading, table_of
from gui.panels.plot_panel import PlotPanel
from gui.plotting.axes import Plot
from gui.plotting.captions import Caption, draw_caption, lay_out_caption
from gui.plotting.layer import Layer
from gui.plotting.plot_frame import PlotSpec
from gui.plotting.reading import Reading

_TEXTS = attrgetter("source", "target", "above", "below")  # what the room of an edge is reckoned from
DEEPEST = 0.02  # of the diagram can fill the panel: deeper there is nothing more to see


class GraphPanel(PlotPanel):
    """One graph. Its layout is worked out once for nodes, texts, a size and a theme: weights change more often.

    The diagram zooms as one, its lines and its type with it, and is counted in widths and heights of its own: so the
    same part is seen in a panel of another shape.
    """

    _gestures: GraphGestures

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._images: dict[str, QImage] = {}
        self._found: tuple[object, Layout] | None = None
        self._said: tuple[object, Caption] | None = None
        self._placed: tuple[object, Places] | None = None
        self._diagram: Diagram | None = None
        self._device: QTransform | None = None  # from the panel to pixels, as it was painted last

    @property
    def graph(self) -> Graph | None:
        return next((record for record in self.records.values() if isinstance(record, Graph)), None)

    def show_records(self, records: Mapping[str, Record]) -> None:
        graph = next((record for record in records.values() if isinstance(record, Graph)), None)
        self._images = images_of(graph.pictures, self.theme) if graph is not None else {}
        super().show_records(records)

    def apply_theme(self, theme: Theme) -> None:
        graph = self.graph
        self._images = images_of(graph.pictures, theme) if graph is not None else {}
        super().apply_theme(theme)

    def _caption(self, area: QRectF) -> Caption:
        graph = self.graph
        key = graph.caption if graph is not None else "", area, _lines(graph), self.theme
        if self._said is None or self._said[0] != key:
            caption, _, lines, theme = key
            self._said = key, lay_out_caption(theme, caption, area, lines)
        return self._said[1]

    def _body(self, area: QRectF) -> QRectF:
        """What the caption leaves; a halo around the first row stays below the title."""
        return self._caption(area).picture.adjusted(0, HALO, 0, 0)

    def _layout(self, graph: Graph, area: QRectF) -> Layout:
        body = self._body(area)
        key = graph.nodes, list(map(_TEXTS, graph.edges)), list(graph.pictures), body, self.theme
        if self._found is None or self._found[0] != key:
            arranged = lay_out_squares if graph.pictures else lay_out
            self._found = key, arranged(graph, self.theme, body)
        return self._found[1]

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        frame = self._body(area).adjusted(-HALO, -HALO, HALO, HALO)
        return [PlotSpec("", Plot(frame, (0.0, 1.0), (-1.0, 0.0)), locked=True, deepest=DEEPEST)]

    def draw_plots(self) -> None:
        graph, frame, area = self.graph, self.frames[""], self.area
        self._diagram = None
        layers = frame.data, frame.sheet(0), frame.sheet(1)
        if graph is not None and graph.nodes:
            self._diagram = Diagram(graph, self._layout(graph, area), view_of(frame.plot), frame.plot.frame)
            for layer in layers:
                layer.root.setTransform(self._diagram.view)
            self._draw_graph(self._diagram, *layers)
        else:
            for layer in layers:
                layer.clear()
        with self.back.drawing() as back:
            draw_caption(back, self.theme, self._caption(area), area)
        if self._gestures.held is not None:
            self._update_header()

    def _draw_graph(self, diagram: Diagram, edges: Layer, nodes: Layer, labels: Layer) -> None:
        theme, graph, layout = self.theme, diagram.graph, diagram.layout
        shades = shades_of(graph)
        edges.redraw(
            (graph.selected, shades, list(graph.pictures), layout, theme),
            lambda layer: draw_weights(layer, theme, graph, layout, shades),
            as_picture=False,
        )
        flowing = [(r, edge) for r, edge in zip(layout.routes, graph.edges, strict=True) if edge.weight is None]
        with nodes.drawing() as layer:
            for route, edge in sorted(flowing, key=lambda pair: pair[1].active):
                draw_edge(layer, theme, route, edge)
            for node in graph.nodes:
                if node.id not in graph.pictures:
                    draw_node(layer, theme, node, layout)
            if graph.pictures:
                places = self._places(diagram)
                draw_pictures(layer, theme, self._images, places)
                draw_ranges(layer, theme, graph, places)
            for route, edge in zip(layout.routes, graph.edges, strict=True) if layout.texts else ():
                if edge.above or edge.below:
                    draw_texts(layer, theme, route, edge, layout.size)
        key = graph.nodes, list(graph.pictures), layout, theme
        labels.redraw(key, lambda layer: draw_labels(layer, theme, graph, layout), as_picture=False)

    def _places(self, diagram: Diagram) -> Places:
        """Of the pictures, on the pixels of what was painted on last."""
        pixels = diagram.view * (self._device or QTransform.fromScale(self.zoom, self.zoom))
        if self._placed is None or self._placed[0] != (diagram.layout, pixels):
            places = places_of(diagram.graph, self.theme, diagram.layout, pixels)
            self._placed = (diagram.layout, pixels), places
        return self._placed[1]

    def prepare(self, painter: QPainter) -> None:
        super().prepare(painter)
        if painter.deviceTransform() != self._device:
            self._device = painter.deviceTransform()
            if self.ensure_drawn():
                self.draw_plots()

    @property
    def diagram(self) -> Diagram | None:
        """None where nothing is drawn."""
        return self._diagram if self.ensure_drawn() else None

    def node_at(self, at: QPointF) -> str | None:
        """The id of the node under a point of the panel, in layout pixels."""
        diagram = self.diagram
        return None if diagram is None else diagram.node_at(at)

    def edge_at(self, at: QPointF) -> tuple[str, str] | None:
        """(source, target) of the edge near a point; a node over it goes before."""
        diagram = self.diagram
        index = None if diagram is None else diagram.edge_at(at)
        if diagram is None or index is None:
            return None
        return diagram.graph.edges[index].source, diagram.graph.edges[index].target

    def gestures(self) -> Sequence[Gesture]:
        self._gestures = GraphGestures(self)
        return self._gestures.all

    def show_gestures(self) -> None:
        super().show_gestures()
        self._update_header()

    def header_value(self) -> str:
        """The weight that is dragged."""
        graph, held = self.graph, self._gestures.held
        return super().header_value() if graph is None or held is None else edge_reading(graph, graph.edges[held]).text

    def read(self, at: QPointF) -> Reading | None:
        diagram = self.diagram
        return None if diagram is None else diagram.read(at, self._gestures.held)

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        return table_of(self.graph) if self.graph is not None else []


def _lines(graph: Graph | None) -> int:
    """Of the caption, at least: a narration has two in any case, so that the graph stands still under it."""
    return 1 if graph is not None and any(edge.weight is not None for edge in graph.edges) else 2
