"""Text is broken where it has no room, and nowhere else."""

import pytest
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.plotting.lettering import width_of, wrapped

FONT = Theme.named("light").font(16)
SENTENCE = "Back through ×: 1.1 arrives; a product sends each input the gradient times the other input."


@pytest.mark.parametrize("width", [120.0, 300.0, 5000.0])
def test_that_lines_keep_to_the_width_and_no_word_is_lost(qtbot: QtBot, width: float) -> None:
    lines = wrapped(SENTENCE, FONT, width)
    assert " ".join(lines) == SENTENCE
    assert all(width_of(line, FONT) <= width for line in lines)
    assert (len(lines) == 1) == (width_of(SENTENCE, FONT) <= width)


def test_that_lines_end_where_the_text_says_so(qtbot: QtBot) -> None:
    assert wrapped("one\ntwo words", FONT, 500) == ["one", "two words"]
    assert wrapped("", FONT, 500) == []


def test_that_letters_beyond_the_first_plane_are_not_cut(qtbot: QtBot) -> None:
    """Qt counts them twice."""
    assert " ".join(wrapped("𝑥 𝑦 𝑧 and " * 9 + "end", FONT, 90)) == "𝑥 𝑦 𝑧 and " * 9 + "end"
