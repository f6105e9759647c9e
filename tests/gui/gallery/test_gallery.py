"""The list of experiments."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.experiments.notes import note_of
from gui.gallery.gallery import Gallery
from gui.look.theme import Theme
from tests.gui.specimens import SPECIMENS


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    made = Gallery([(one, note_of(one)) for one in SPECIMENS.values()], Theme.named("light"))
    qtbot.addWidget(made)
    made.resize(240, 600)
    made.show()
    return made


def test_that_everything_is_listed_in_the_order_of_the_course(gallery: Gallery) -> None:
    assert gallery.shown() == list(SPECIMENS)
    chapters = [gallery.tree.topLevelItem(row).text(0) for row in range(gallery.tree.topLevelItemCount())]
    assert chapters == list(dict.fromkeys(one.chapter for one in SPECIMENS.values()))


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("wave", ["wave"]),
        ("WALK go", ["walk"]),
        ("diverges", ["rivals"]),
        ("optimizers", ["rivals", "walk"]),
        ("zzz", []),
    ],
)
def test_that_the_search_looks_at_title_question_id_and_chapter(
    qtbot, gallery: Gallery, words: str, left: list
) -> None:
    qtbot.keyClicks(gallery.search, words)
    assert gallery.shown() == left
    visible = [row for row in range(gallery.tree.topLevelItemCount()) if not gallery.tree.topLevelItem(row).isHidden()]
    assert len(visible) == len({SPECIMENS[id].chapter for id in left})


def test_that_a_cleared_search_brings_all_back(qtbot: QtBot, gallery: Gallery) -> None:
    qtbot.keyClicks(gallery.search, "zzz")
    gallery.search.clear()
    assert gallery.shown() == list(SPECIMENS)


def test_that_enter_in_the_search_opens_the_first_hit(qtbot: QtBot, gallery: Gallery) -> None:
    qtbot.keyClicks(gallery.search, "walk")
    with qtbot.waitSignal(gallery.chosen) as told:
        qtbot.keyClick(gallery.search, Qt.Key.Key_Return)
    assert told.args == ["walk"]


def test_that_a_click_opens_an_experiment(qtbot: QtBot, gallery: Gallery) -> None:
    tree = gallery.tree
    item = tree.topLevelItem(0).child(0)
    with qtbot.waitSignal(gallery.chosen) as told:
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(item).center())
    assert told.args == ["wave"]


def test_that_keys_walk_the_list_and_enter_opens(qtbot: QtBot, gallery: Gallery) -> None:
    gallery.show_current("wave")
    gallery.tree.setFocus()
    for _ in ("the other experiment of the chapter", "the next chapter", "its first experiment"):
        qtbot.keyClick(gallery.tree, Qt.Key.Key_Down)
    with qtbot.waitSignal(gallery.chosen) as told:
        qtbot.keyClick(gallery.tree, Qt.Key.Key_Return)
    assert told.args == ["still"]


def test_that_a_click_on_a_chapter_folds_it(qtbot: QtBot, gallery: Gallery) -> None:
    tree = gallery.tree
    chapter = tree.topLevelItem(0)
    with qtbot.assertNotEmitted(gallery.chosen):
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualItemRect(chapter).center())
    assert not chapter.isExpanded()


def test_that_showing_the_open_experiment_says_nothing(qtbot: QtBot, gallery: Gallery) -> None:
    with qtbot.assertNotEmitted(gallery.chosen):
        gallery.show_current("slow")
    assert gallery.tree.currentItem().text(0) == note_of(SPECIMENS["slow"]).title


def test_that_a_search_in_vain_says_so(qtbot: QtBot) -> None:
    gallery = Gallery([], Theme.named("light"))
    qtbot.addWidget(gallery)
    assert gallery.nothing.isHidden()
    gallery.search.setText("zzz")
    assert not gallery.nothing.isHidden()
