"""What a lecturer does with the mouse in the playground."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.records import Matrix
from core.settings import SetValue
from tests.gui.panels.test_gestures_backpropagation import bench_of


def test_that_a_click_on_a_cell_of_the_confusion_matrix_chooses_its_rows(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "table-classifier", "Wine", "confusion", 40)
    assert isinstance(record, Matrix)
    qtbot.keyClick(bench.panel, Qt.Key.Key_Right)  # none has been clicked yet: the commonest mistake is shown
    bench.click(bench.place(bench.panel.cell_at, ("", 0, 2, 1)))
    assert bench.changes == [SetValue("cell", 0), SetValue("cell", 7)]
