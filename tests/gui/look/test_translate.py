"""What core names is drawn in the language of the window, the labels and units of axes included."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.look.translate import translated
from gui.panels import make_panel
from tests.contracts.panel_cases import CASES, LAST
from tests.gui.panels.drawn import words

CASE = {case.name: case for case in CASES}


class Quoted(QTranslator):
    """A language in which core's words stand in quotation marks."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        return f"«{text}»" if context == "core" else None


@pytest.fixture
def quoted(qapp: QApplication) -> Iterator[None]:
    translator = Quoted()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("quoted")
@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("loss", ("Loss on each batch", "cross entropy", "step")),
        ("curves", ("x", "y", "theory")),
        ("histograms", ("weight",)),
        ("ridge", ("weight",)),
        ("bars", ("price", "gradient")),
        ("confusion", ("true", "read as")),
        ("table", ("rule", "loss")),
        ("filters", ("before", "now")),
        ("paths", ("w", "b")),
        ("surface", ("w", "b", "f")),
    ],
)
def test_that_labels_are_drawn_in_the_language_of_the_window(qtbot: QtBot, name: str, labels: tuple[str, ...]) -> None:
    case = CASE[name]
    panel = make_panel(case.view, Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(case.variants)
    panel.resize(900, 600)
    panel.take(case.frame(LAST, settled=True))
    drawn = " ".join(words(panel))
    assert [label for label in labels if f"«{label}»" not in drawn] == []


@pytest.mark.usefixtures("quoted")
def test_that_nothing_is_not_translated() -> None:
    assert (translated("step"), translated("")) == ("«step»", "")
