"""Notes with formulas, and the table of expectations."""

import math

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from core.experiments.notes import load_note, read_note
from core.run.expected import Verdict
from gui.look.theme import Theme
from gui.notes.expected_table import ExpectedTable
from gui.notes.formula import FormulaError, set_formula
from gui.notes.markup import arranged, to_html
from gui.notes.view import NotesView

LIGHT, DARK = Theme.named("light"), Theme.named("dark")
NOTE = r"""# Optimizer paths
Why does SGD zig-zag?

$$ w \leftarrow w - \eta \nabla f(w) $$

## What to look for
Two things:
- A rate $\eta$ that suits one direction is `$wrong$` for the other.
- It costs \$5.
## Source
A [book](https://example.org).
"""


def test_that_a_note_becomes_html_with_its_formulas_as_images() -> None:
    made, formulas = to_html(read_note(NOTE).body, "#000000")
    assert len(formulas) == 2
    assert made.count("<img ") == 2
    assert "<li>A rate <img" in made
    assert "<code>$wrong$</code>" in made
    assert "It costs $5." in made
    assert "<h4>Source</h4>" in made


def test_that_a_broken_formula_is_shown_as_it_was_written() -> None:
    made, formulas = to_html(r"Here $\frac{1<2$ it breaks.", "#000000")
    assert formulas == []
    assert made == r"<p>Here <code>$\frac{1&lt;2$</code> it breaks.</p>"
    with pytest.raises(FormulaError, match="cannot be set"):
        set_formula(r"\frac{", "#000000", 16)


@pytest.mark.parametrize(
    ("latex", "wrong"),
    [
        ("a" * 5000, "a formula has at most 300 characters, not 5,000"),
        (r"\sqrt{" * 20 + "x" + "}" * 20, "at most 6 deep"),
    ],
)
def test_that_a_formula_that_would_take_for_ever_is_refused(latex: str, wrong: str) -> None:
    with pytest.raises(FormulaError, match=wrong):
        set_formula(latex, "#000000", 16)


def test_that_a_formula_that_is_too_long_has_a_sentence_in_its_place() -> None:
    made, drawings = to_html(f"Here ${'a' * 5000}$.", "#000000")
    assert (made, drawings) == ("<p>Here <em>a formula has at most 300 characters, not 5,000</em>.</p>", [])


def test_that_formulas_are_kept_once_they_are_set() -> None:
    assert set_formula(r"\eta", "#123456", 16) is set_formula(r"\eta", "#123456", 16)


def test_that_a_formula_knows_its_baseline_and_takes_its_colour() -> None:
    eta, letter = set_formula(r"\eta", "#ff0000", 32), set_formula("x", "#ff0000", 32)
    assert eta.descent > letter.descent + 2  # η hangs below the line
    assert eta.ascent > 10
    assert b"#ff0000" in letter.svg.lower()


def drawn(view: NotesView, scale: int, theme: Theme) -> set[str]:
    """The colours of a rendered note."""
    image = QImage(view.width() * scale, view.height() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    view.render(image)
    points = ((x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return {QColor(image.pixel(x, y)).name() for x, y in points}


@pytest.mark.parametrize(("theme", "other"), [(LIGHT, DARK), (DARK, LIGHT)])
def test_that_a_note_is_drawn_in_the_colours_of_its_theme(qtbot: QtBot, theme: Theme, other: Theme) -> None:
    view = NotesView(other)
    qtbot.addWidget(view)
    view.resize(400, 60)
    view.show_note(read_note("# T\nWhy?\n\n$$ \\mathbf{HHHH} $$\n"))
    view.apply_theme(theme)
    view.show()
    colors = drawn(view, 2, theme)
    assert theme.text in colors  # the formula: there is no other text
    assert other.text not in colors - {theme.panel}


def test_that_what_to_look_for_is_seen_first() -> None:
    body = "$$ x $$\n\nProse.\n\n## What to look for\n- One.\n## Source\nA book."
    (narrow,) = arranged(body, wide=False)
    assert narrow.index("$$") < narrow.index("One.") < narrow.index("Prose.") < narrow.index("A book.")
    left, right = arranged(body, wide=True)
    assert "Prose." in left
    assert "A book." in left
    assert "One." in right
    assert arranged("Plain.", wide=True) == ["Plain."]


def test_that_a_note_takes_two_columns_where_there_is_room(qtbot: QtBot) -> None:
    view = NotesView(LIGHT)
    qtbot.addWidget(view)
    view.resize(1000, 300)
    view.show_note(read_note(NOTE))
    view.show()
    wide = view.document().size().height()
    view.resize(600, 300)
    assert view.document().size().height() > wide
    assert "Two things" in view.toPlainText()


def test_that_a_note_is_readable_text(qtbot: QtBot) -> None:
    view = NotesView(LIGHT)
    qtbot.addWidget(view)
    view.show_note(read_note(NOTE))
    assert "A rate" in view.toPlainText()
    assert view.document().defaultFont().pixelSize() >= 14
    view.show_note(read_note("# Other\nWhat?\n\nPlain."))
    assert view.toPlainText().strip() == "Plain."


def test_that_a_note_fades_out_where_it_goes_on_below(qtbot: QtBot) -> None:
    view = NotesView(LIGHT)
    qtbot.addWidget(view)
    view.show_note(read_note("# Long\nWhat?\n\n" + "\n\n".join(f"Paragraph number {n}." for n in range(20))))
    view.resize(400, 100)
    view.show()

    def darkest_below() -> int:
        image = view.viewport().grab().toImage()
        rows = range(image.height() - 5, image.height())
        return min(image.pixelColor(x, y).lightness() for y in rows for x in range(image.width()))

    ground = QColor(LIGHT.panel).lightness()
    for place in range(0, view.verticalScrollBar().maximum(), 3):
        view.verticalScrollBar().setValue(place)
        assert darkest_below() == ground
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.resize(400, 60)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    whole = view.viewport().grab().toImage()
    assert min(whole.pixelColor(x, y).lightness() for y in range(60) for x in range(200)) < ground


VERDICTS = (
    Verdict("Adam x (step 29)", "0.0201 ± 0.0001", 0.0201, True, "figure 6-3"),
    Verdict("SGD x (step 29)", "-0.3872 ± 0.0001", -0.5, False, ""),
    Verdict("loss (step 2000)", "at most 0.2", math.nan, None, ""),
)


@pytest.fixture
def table(qtbot: QtBot) -> ExpectedTable:
    made = ExpectedTable(LIGHT)
    qtbot.addWidget(made)
    return made


def test_that_a_verdict_stands_beside_what_was_measured(table: ExpectedTable) -> None:
    table.show_verdicts(VERDICTS)
    texts = [[table.item(row, column).text() for column in range(4)] for row in range(3)]
    assert texts == [
        ["Adam x (step 29)", "0.0201 ± 0.0001", "0.0201", "✓"],
        ["SGD x (step 29)", "−0.3872 ± 0.0001", "−0.5", "✗"],
        ["loss (step 2000)", "at most 0.2", "…", "…"],
    ]
    assert "figure 6-3" in table.item(0, 0).toolTip()
    assert table.describe().endswith("loss (step 2000): at most 0.2, measured …, is not reached")


def test_that_a_figure_from_before_its_step_is_not_shown(table: ExpectedTable) -> None:
    table.show_verdicts([Verdict("total", "220 ± 1e-09", 0.0, None, "")])
    assert [table.item(0, column).text() for column in range(4)] == ["total", "220 ± 1×10⁻⁹", "…", "…"]
    assert table.item(0, 2).foreground().color().name() == LIGHT.secondary
    table.show_verdicts([Verdict("total", "220 ± 1e-09", 220.0, True, "")])
    assert [table.item(0, column).text() for column in (2, 3)] == ["220", "✓"]


def test_that_a_verdict_may_say_its_figure_in_words(table: ExpectedTable) -> None:
    table.show_verdicts([Verdict("tanh loss (step 300)", "diverges", math.nan, False, "", "does not")])
    assert table.item(0, 2).text() == "does not"


def test_that_what_all_verdicts_share_stands_in_the_header(table: ExpectedTable) -> None:
    table.show_verdicts(VERDICTS[:2])
    assert table.horizontalHeaderItem(0).text() == "Step 29"
    assert table.item(0, 0).text() == "Adam x"
    table.show_verdicts(VERDICTS)
    assert table.horizontalHeaderItem(0).text() == "Quantity"


def test_that_no_text_of_the_table_is_cut(table: ExpectedTable) -> None:
    table.show_verdicts(VERDICTS)
    assert table.horizontalHeader().length() <= table.width()


def test_that_a_table_without_verdicts_is_hidden(table: ExpectedTable) -> None:
    assert table.isHidden()
    table.show_verdicts(VERDICTS)
    assert not table.isHidden()
    table.show_verdicts(())
    assert table.isHidden()


def test_that_equal_verdicts_are_not_drawn_again(table: ExpectedTable) -> None:
    table.show_verdicts(VERDICTS)
    item = table.item(2, 0)
    table.show_verdicts(list(VERDICTS))
    assert table.item(2, 0) is item


def test_that_the_table_takes_another_theme(table: ExpectedTable) -> None:
    table.show_verdicts(VERDICTS)
    table.apply_theme(DARK)
    assert table.item(0, 0).foreground().color().name() == DARK.text
    assert table.item(1, 0).foreground().color().name() == DARK.warning


def test_that_a_note_at_its_top_stays_there_when_the_window_is_made_smaller_and_larger(qtbot: QtBot) -> None:
    view = NotesView(LIGHT)
    qtbot.addWidget(view)
    view.show_note(load_note("optimizer-race"))
    view.show()
    for width in (900, 408, 900):
        view.resize(width, 114)
        QCoreApplication.processEvents()
        assert view.verticalScrollBar().value() == 0
