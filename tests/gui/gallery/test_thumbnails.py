"""The small pictures beside the titles."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core.experiments import catalog
from core.experiments.notes import note_of
from gui.gallery.gallery import Gallery
from gui.gallery.thumbnails import RATIO, SIZE, miniature, thumbnail
from gui.look.theme import Theme
from tests.gui.specimens import SPECIMENS

LIGHT, DARK = Theme.named("light"), Theme.named("dark")
WIDTHS = (180, 200, 240, 320, 400)
WAVE = SPECIMENS["wave"]


def gallery_of(qtbot: QtBot, experiments: dict, width: int = 240) -> Gallery:
    made = Gallery([(one, note_of(one)) for one in experiments.values()], LIGHT)
    qtbot.addWidget(made)
    made.resize(width, 700)
    made.show()
    return made


def row(gallery: Gallery, chapter: int = 0) -> QRect:
    """Where the first experiment of a chapter stands in the viewport."""
    return gallery.tree.visualItemRect(gallery.tree.topLevelItem(chapter).child(0))


def colors(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("id", catalog())
def test_that_every_experiment_has_a_small_file_with_its_picture(id: str, theme: str) -> None:
    file = files("resources") / "thumbnails" / theme / f"{id}.png"
    assert file.is_file(), "`make pictures` draws it"
    content = file.read_bytes()
    assert len(content) < 15_000
    image = QImage.fromData(content)
    assert image.size() == SIZE
    assert len(colors(image)) > 8
    assert image.pixelColor(1, 1).name() == Theme.named(theme).panel


def test_that_no_picture_is_of_an_experiment_that_is_gone() -> None:
    for theme in ("light", "dark"):
        stored = {file.name for file in (files("resources") / "thumbnails" / theme).iterdir()}
        assert stored == {f"{id}.png" for id in catalog()}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_an_experiment_without_a_file_shows_its_panels_in_miniature(qtbot: QtBot, theme: Theme) -> None:
    image = miniature(WAVE, theme)
    assert image.size() == SIZE
    # main, side and below, each a card on the window's ground
    assert image.pixelColor(1, 1).name() == theme.window
    for x, y in ((60, 50), (165, 50), (100, 95)):
        assert image.pixelColor(x, y).name() == theme.panel
    shown = thumbnail(WAVE, theme).toImage()
    assert shown.pixelColor(60, 50).name() == theme.panel
    assert shown.pixelColor(SIZE.width() // 2, 4).name() == theme.window


def test_that_a_damaged_file_counts_as_none(qtbot: QtBot, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "thumbnails" / "light").mkdir(parents=True)
    (tmp_path / "thumbnails" / "light" / "wave.png").write_bytes(b"\x89PNG, or not")
    whole = thumbnail(WAVE, LIGHT).toImage()
    monkeypatch.setattr("gui.gallery.thumbnails.files", lambda _: tmp_path)
    assert thumbnail(WAVE, LIGHT).toImage() == whole


def test_that_a_picture_is_stored_for_fine_screens(qtbot: QtBot) -> None:
    picture = thumbnail(next(iter(catalog().values())), LIGHT)
    assert picture.deviceIndependentSize().toSize() == QSize(96, 54) == SIZE / RATIO


def test_that_the_theme_changes_the_pictures(qtbot: QtBot) -> None:
    gallery = gallery_of(qtbot, catalog())
    assert ground(gallery) == LIGHT.panel
    gallery.apply_theme(DARK)
    assert ground(gallery) == DARK.panel


def ground(gallery: Gallery) -> str:
    """The colour that most of the first picture has."""
    image, corner = gallery.tree.viewport().grab().toImage(), row(gallery).topLeft()
    places = (corner + QPoint(x, y) for x in range(14, 50) for y in range(14, 34))
    return Counter(image.pixelColor(at).name() for at in places).most_common(1)[0][0]


def test_that_the_picture_stands_in_its_row_with_an_accent_at_the_open_one(qtbot: QtBot) -> None:
    gallery = gallery_of(qtbot, SPECIMENS)
    before = gallery.tree.viewport().grab(row(gallery)).toImage()
    gallery.show_current("wave")
    after = gallery.tree.viewport().grab(row(gallery)).toImage()
    assert before.pixelColor(1, 20).name() != LIGHT.accent
    assert after.pixelColor(1, 20).name() == LIGHT.accent


@pytest.mark.parametrize("width", WIDTHS)
def test_that_rows_hold_their_picture_and_their_lines_at_every_width(qtbot: QtBot, width: int) -> None:
    gallery = gallery_of(qtbot, catalog(), width)
    for chapter in range(gallery.tree.topLevelItemCount()):
        rect = row(gallery, chapter)
        assert rect.width() <= width
        assert 41 <= rect.height() <= 80
    assert not gallery.tree.horizontalScrollBar().isVisible()


def test_that_a_folded_chapter_points_to_the_right(qtbot: QtBot) -> None:
    gallery = gallery_of(qtbot, SPECIMENS)
    chapter = gallery.tree.topLevelItem(0)
    rect = gallery.tree.visualItemRect(chapter)
    unfolded = gallery.tree.viewport().grab(rect).toImage()
    chapter.setExpanded(False)
    assert gallery.tree.viewport().grab(rect).toImage() != unfolded


def test_that_title_and_question_can_be_heard_and_the_question_read_by_pointing(qtbot: QtBot) -> None:
    gallery = gallery_of(qtbot, catalog())
    tree, model = gallery.tree, gallery.tree.model()
    for chapter in range(tree.topLevelItemCount()):
        above = model.index(chapter, 0)
        for place in range(model.rowCount(above)):
            index = model.index(place, 0, above)
            note = next(n for n in map(note_of, catalog().values()) if n.title == index.data())
            assert index.data(Qt.ItemDataRole.ToolTipRole) == note.question
            assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == note.question
