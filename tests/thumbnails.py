"""The gallery's thumbnails: each experiment's main panel after a run at a fixed seed, without its text, in both themes
(`make pictures`)."""

import os
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import QMargins, QPoint, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from core.data.library import Library
from core.experiments import catalog
from core.records import Curves, Graph, ImageGrid, Matrix, Plane
from core.run.experiment import Experiment
from core.run.frame import Frame, settled_frame
from core.run.session import Session
from core.run.views import View
from core.training.blas import set_blas_threads
from gui.app import make_application
from gui.gallery.thumbnails import SIZE
from gui.look.theme import Theme
from gui.panels import make_panel
from gui.panels.card import HEADER, MARGIN
from gui.panels.panel import Panel
from gui.plotting.legend import GAP, SAMPLE

FOLDER = Path(__file__).parents[1] / "resources" / "thumbnails"
THEMES = ("light", "dark")
FINE = 4  # times finer than the file, so that the pixels of images come out even
PADDING = 6  # pixels of the file around the picture

# Where another panel than the first says better what the experiment is about.
PANELS = {"digits-mlp": "confusion", "dropout": "means", "ensemble": "gain"}

# Layout pixels of a picture's width: the fewer, the bolder its lines.
WIDTHS = {Curves: 280, Graph: 210, ImageGrid: 104, Matrix: 200, Plane: 420}
USUAL = 300
NAMES = SAMPLE + 3 * GAP  # layout pixels of the names at the ends of lines: cut off


class Wordless(Theme):
    """A theme whose letters are too small to be seen, and so take no room."""

    def font(self, pixels: int = 14, bold: bool = False) -> QFont:
        font = QFont(super().font(1))
        font.setStretch(1)
        return font


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = make_application(Theme.named("light"))
    for name, experiment in catalog().items():
        preset = experiment.preset()
        set_blas_threads(experiment.blas_threads)
        session = Session(experiment, preset.settings, Library(), preset=preset)
        session.run_to(preset.steps)
        view = experiment.view(PANELS[name]) if name in PANELS else main_view(experiment)
        frame = settled_frame(session)
        for theme in THEMES:
            panel = make_panel(view, Wordless(**asdict(Theme.named(theme))))
            names, family = experiment.variant_names(session.settings), experiment.is_family(session.settings)
            panel.set_variants(names, family)
            (FOLDER / theme).mkdir(parents=True, exist_ok=True)
            picture = FOLDER / theme / f"{name}.png"
            thumbnail(panel, frame).save(str(picture))
            print(picture.relative_to(FOLDER.parents[1]), picture.stat().st_size)
        session.close()
    application.processEvents()


def main_view(experiment: Experiment) -> View:
    return next(view for view in experiment.views if view.area == "main")


def thumbnail(panel: Panel, frame: Frame) -> QImage:
    """The panel's picture alone, as the gallery's files have it."""
    width = WIDTHS.get(panel.view.options.record, USUAL)
    scale = FINE * (SIZE.width() - 2 * PADDING) / width
    height = FINE * (SIZE.height() - 2 * PADDING) / scale
    cut = NAMES if panel.names and panel.view.options.record in (Curves, Plane) else 0.0
    panel.set_zoom(1.0)
    panel.resize(round(width + cut + 2 * MARGIN), round(height + HEADER + MARGIN))
    panel.take(frame)
    drawn = QImage(FINE * SIZE, QImage.Format.Format_RGB32)
    drawn.fill(QColor(panel.theme.panel))
    painter = QPainter(drawn)
    painter.setClipRect(drawn.rect().marginsRemoved(QMargins() + FINE * PADDING))
    painter.translate(FINE * PADDING, FINE * PADDING)
    painter.scale(scale, scale)
    painter.translate(-panel.area.topLeft())
    panel.render(painter, QPoint(0, 0))
    painter.end()
    return drawn.scaled(SIZE, mode=Qt.TransformationMode.SmoothTransformation)


if __name__ == "__main__":
    main()
