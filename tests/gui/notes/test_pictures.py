"""A note shows the pictures that lie beside it, and loads nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage
from pytestqt.qtbot import QtBot

from core.experiments.notes import Note
from gui.gallery.gallery import Gallery
from gui.header import Question
from gui.look.theme import Theme
from gui.notes.markup import to_html
from gui.notes.pictures import LARGEST, TALLEST, WIDEST, PictureError, load_picture
from gui.notes.view import NotesView
from tests.gui.specimens import SPECIMENS

LIGHT = Theme.named("light")
BLUE = "#3377cc"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A note's folder with a picture in it, and one outside."""
    made = tmp_path / "en"
    made.mkdir()
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor(BLUE))
    for path in (made / "my picture.png", made / "p.jpg", tmp_path / "outside.png"):
        assert image.save(str(path))
    (made / "text.png").write_text("no picture")
    flat = QImage(LARGEST + 1, 1, QImage.Format.Format_Mono)
    flat.fill(0)
    assert flat.save(str(made / "large.png"))
    return made


def shown(qtbot: QtBot, folder: Path | None, body: str) -> NotesView:
    view = NotesView(LIGHT)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show_note(Note("T", "Why?", body=body, folder=folder))
    view.show()
    return view


@pytest.mark.parametrize("name", ["my picture.png", "my%20picture.png", "p.jpg"])
def test_that_a_picture_beside_the_note_fits_into_its_bounds(folder: Path, name: str) -> None:
    picture = load_picture(name, folder)
    assert (picture.width, picture.ascent) == (320, TALLEST)
    assert picture.width <= WIDEST
    assert picture.image.width() == 640  # sharp on a fine screen, and no larger


def test_that_a_picture_is_drawn_in_its_place(qtbot: QtBot, folder: Path) -> None:
    view = shown(qtbot, folder, "Look:\n\n![a plane](my%20picture.png)\n\nThere.")
    image = view.viewport().grab().toImage()
    ratio = view.devicePixelRatioF()
    blue = [x for x in range(image.width()) if image.pixelColor(x, round(100 * ratio)).name() == BLUE]
    assert len(blue) == pytest.approx(320 * ratio, abs=2)
    assert "There." in view.toPlainText()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("nothing.png", "it does not lie beside the note"),
        ("../outside.png", "it does not lie beside the note"),
        ("/etc/hostname", "it does not lie beside the note"),
        ("http://example.org/a.png", "it does not lie beside the note"),
        ("file:///etc/hostname", "it does not lie beside the note"),
        ("data:image/png;base64,iVBORw0KGgo" + "A" * 6000, "it does not lie beside the note"),
        ("a%00b.png", "it does not lie beside the note"),
        ("text.png", "it cannot be read as PNG or JPEG"),
        ("large.png", "it has more than 4000 × 4000 pixels"),
    ],
)
def test_that_any_other_picture_has_one_sentence_in_its_place(
    qtbot: QtBot, folder: Path, source: str, why: str
) -> None:
    view = shown(qtbot, folder, f"Before ![a]({source}) after.")
    text = view.toPlainText()
    assert text.startswith("Before The picture '")
    assert text.endswith(f" is not shown: {why}. after.")
    assert len(text) < 200
    view.viewport().grab()


def test_that_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder / "link.png").symlink_to(folder.parent / "outside.png")
    with pytest.raises(PictureError, match="it does not lie beside the note"):
        load_picture("link.png", folder)


def test_that_a_docstring_has_no_pictures(folder: Path) -> None:
    with pytest.raises(PictureError, match="it does not lie beside the note"):
        load_picture(str(folder / "p.jpg"), None)


@pytest.mark.parametrize(
    "raw",
    [
        '<img src="my picture.png">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        "<style>body { color: red }</style>",
        "<!-- column -->",
        '<table background="http://example.org/a.png"><tr><td>x</td></tr></table>',
        '<img src="drawing:7">',
    ],
)
def test_that_html_in_a_note_is_text(qtbot: QtBot, folder: Path, raw: str) -> None:
    view = shown(qtbot, folder, f"Before.\n\n{raw}\n\nAnd {raw} within.")
    assert view.toPlainText() == f"Before.\n{raw}\nAnd {raw} within."
    assert "<img" not in to_html(raw, "#000000")[0]
    view.viewport().grab()


def test_that_a_document_loads_nothing_by_itself(qtbot: QtBot, folder: Path) -> None:
    view = shown(qtbot, folder, "x")
    assert view.loadResource(2, QUrl.fromLocalFile(str(folder / "p.jpg"))) is None
    view.setHtml('<img src="p.jpg"><img src="formula:3">')  # nothing of ours: it takes no room and does no harm
    view.viewport().grab()


def test_that_only_web_pages_are_opened(qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    view = shown(qtbot, folder, "x")
    for link in ("https://example.org", "file:///etc/hostname", "mailto:a@b", "p.jpg"):
        view.anchorClicked.emit(QUrl(link))
    assert opened == ["https://example.org"]


def test_that_html_in_a_question_is_text_in_its_tooltips(qtbot: QtBot) -> None:
    raw = 'Why <img src="/etc/hostname">?'
    question = Question(Theme.named("light"))
    gallery = Gallery([(SPECIMENS["wave"], Note("T", raw))], LIGHT)
    for widget in (question, gallery):
        qtbot.addWidget(widget)
    question.show_question(raw)
    item = gallery.tree.topLevelItem(0).child(0)
    for tip in (question.toolTip(), item.toolTip(0)):
        assert tip == "<p>Why &lt;img src=&quot;/etc/hostname&quot;&gt;?</p>"
