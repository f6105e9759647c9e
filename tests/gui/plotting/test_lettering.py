"""Text is broken where it has no room, and nowhere else."""

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.plotting.lettering import width_of, wrapped

SENTENCE = "Back through ×: 1.1 arrives; a product sends each input the gradient times the other input."


@pytest.mark.parametrize("width", [120.0, 300.0, 5000.0])
def test_that_lines_keep_to_the_width_and_no_word_is_lost(qtbot: QtBot, width: float) -> None:
    lines = wrapped(SENTENCE, font(), width)
    assert " ".join(lines) == SENTENCE
    assert all(width_of(line, font()) <= width for line in lines)
    assert (len(lines) == 1) == (width_of(SENTENCE, font()) <= width)


def font() -> QFont:
    return Theme.named("light").font(16)


def test_that_lines_end_where_the_text_says_so(qtbot: QtBot) -> None:
    assert wrapped("one\ntwo words", font(), 500) == ["one", "two words"]
    assert wrapped("", font(), 500) == []


def test_that_letters_beyond_the_first_plane_are_not_cut(qtbot: QtBot) -> None:
    """Qt counts them twice."""
    assert " ".join(wrapped("𝑥 𝑦 𝑧 and " * 9 + "end", font(), 90)) == "𝑥 𝑦 𝑧 and " * 9 + "end"
