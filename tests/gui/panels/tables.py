"""A panel with tables in it, what it shows, and a turn of the wheel."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.records import Table
from core.run.views import TableView, View
from gui.look.theme import Theme
from gui.panels.table.panel import TablePanel
from tests.gui.panels.drawn import words

LIGHT = Theme.named("light")
RULES = Table(
    ("optimizer, rate", "end point", "distance to the nearest minimum"),
    (("SGD 0.95", "(-0.35, 0.08)", "3.2e-05"), ("Adam 0.3", "diverged", ""), ("Adam", "(1.00, 2.00)", "12")),
)


def panel_of(
    qtbot: QtBot, *tables: Table, variants: tuple[str, ...] = (), size: tuple[int, int] = (500, 350)
) -> TablePanel:
    panel = TablePanel(View("ends", TableView()), LIGHT)
    qtbot.addWidget(panel)
    panel.set_variants(variants)
    panel.resize(*size)
    names = variants if len(tables) > 1 else ("",)
    panel.show_records(dict(zip(names, tables, strict=False)))
    return panel


def rows_of(count: int) -> Table:
    return Table(("trial", "accuracy"), tuple((f"number {i}", f"{i} %") for i in range(count)))


def wheel(panel: TablePanel, notches: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at, angle = QPointF(100, 100), QPoint(0, 120 * notches)
    event = QWheelEvent(
        at, at, QPoint(), angle, Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False
    )  # fmt: skip
    QApplication.sendEvent(panel, event)


def trials(panel: TablePanel) -> list[int]:
    return [int(text.split()[1]) for text in words(panel) if text.startswith("number")]
