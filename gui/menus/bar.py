"""The menu bar: everything that the window can do, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from gui.keys import Keys, Shortcut
from gui.menus.about import AboutBox
from gui.menus.menu import Menu
from gui.stage import Stage
from gui.text_size import AUTOMATIC, PERCENTS

if TYPE_CHECKING:
    from gui.window import MainWindow


class WindowMenus(QMenuBar):
    """File, View, Run, Help. `keys` has the actions that have a key, for the sheet of all keys."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.keys = Keys(window)
        self.file = self._menu(self.tr("&File"))
        self.view = self._menu(self.tr("&View"))
        self.run = self._menu(self.tr("&Run"))
        self.help = self._menu(self.tr("&Help"))
        self._fill_file()
        self._fill_view()
        self._fill_run()
        self.help.add(self.tr("All keys"), window.toggle_keys, Shortcut.KEYS)
        self.help.add(self.tr("About Chalkgrad"), lambda: AboutBox(window).open())

    def _menu(self, title: str) -> Menu:
        menu = Menu(title, self.keys, self)
        self.addMenu(menu)
        return menu

    def _fill_file(self) -> None:
        captures = self._window.captures
        self.file.take(captures.save, Shortcut.SAVE_PICTURE)
        self.file.take(captures.copy, Shortcut.COPY_PICTURE)
        self.file.addMenu(captures.panels)
        sizes = QMenu(self.tr("Size of pictures"), self.file)
        sizes.addActions(captures.sizes.actions())
        self.file.addMenu(sizes)
        self.file.addSeparator()
        recordings = self._window.recordings
        self.file.add(self.tr("Save run…"), recordings.save, possible=recordings.can_save)
        self.file.add(self.tr("Open run…"), recordings.choose)
        self.file.addSeparator()
        self.file.add(self.tr("Quit"), self._window.close, Shortcut.QUIT)

    def _fill_view(self) -> None:
        window, sizes, view = self._window, self._window.parts.sizes, self.view
        view.add(self.tr("Present"), window.present, Shortcut.PRESENT, ticked=lambda: window.parts.presenting)
        view.add(self.tr("Dark theme"), window.switch_theme, Shortcut.THEME, ticked=lambda: window.theme.dark)
        view.addMenu(self._text_sizes())
        view.addSeparator()
        view.add(self.tr("Experiments"), sizes.toggle_gallery, Shortcut.GALLERY, ticked=lambda: not sizes.folded)
        view.add(
            self.tr("Settings"), sizes.toggle_settings, Shortcut.SETTINGS, ticked=lambda: not sizes.settings_folded
        )
        view.add(self.tr("Notes"), sizes.toggle_notes, Shortcut.NOTES, ticked=lambda: not sizes.notes_folded)
        view.add(self.tr("Search experiments"), window.search, Shortcut.SEARCH)
        view.addSeparator()
        last_run, lecture = window.lecture.editing.last_run, window.lecture
        shown = self.tr("The run before the last change, dotted")
        view.add(shown, lecture.editing.toggle_last_run, Shortcut.GHOST, ticked=lambda: last_run.shown)
        self._add_panel_actions()
        back = self.tr("Back to all panels, to the window")
        self.keys.add_hidden(view.section, Shortcut.BACK, back, window.escape)

    def add_panel_action(
        self,
        text: str,
        triggered: Callable[[], object],
        key: Shortcut | None = None,
        possible: Callable[[], bool] | None = None,
    ) -> QAction:
        """What is done with the panels stands together, at the end of View."""
        return self.view.add(text, triggered, key, possible=possible)

    def _add_panel_actions(self) -> None:
        parts = self._window.parts

        def add(text: str, act: Callable[[Stage], object], possible: Callable[[Stage], bool]) -> None:
            """What is done with the stage, if there is one."""
            self.add_panel_action(
                text,
                lambda: parts.stage is not None and act(parts.stage),
                possible=lambda: parts.stage is not None and possible(parts.stage),
            )

        add(self.tr("Show all panels"), Stage.restore, lambda stage: stage.maximized is not None)
        add(self.tr("Reset arrangement of panels"), Stage.reset_arrangement, lambda s: s.arrangement is not None)
        add(self.tr("View all of every plot"), Stage.show_all, lambda stage: stage.zoomed)

    def _text_sizes(self) -> Menu:
        window = self._window
        menu = Menu(self.tr("Text size"), self.keys, self.view, section=self.view.section)
        names = {AUTOMATIC: self.tr("Automatic text size")} | {one: self.tr("{0} %").format(one) for one in PERCENTS}
        for percent, name in names.items():
            key = Shortcut.AUTOMATIC if percent == AUTOMATIC else None
            menu.add(name, partial(window.set_text_size, percent), key, ticked=partial(self._has_text_size, percent))
        menu.addSeparator()
        menu.add(self.tr("Larger text"), partial(window.change_text_size, 1), Shortcut.LARGER)
        menu.add(self.tr("Smaller text"), partial(window.change_text_size, -1), Shortcut.SMALLER)
        return menu

    def _has_text_size(self, percent: int) -> bool:
        return self._window.state.text_size == percent

    def _fill_run(self) -> None:
        lecture, transport, run = self._window.lecture, self._window.parts.header.transport, self.run
        editing, luck, recordings = lecture.editing, lecture.luck, self._window.recordings
        play = self.tr("Play or pause")
        run.add(play, lambda: lecture.reveal() or transport.toggle(), Shortcut.PLAY, possible=transport.can_play)
        run.add(self.tr("Step"), transport.emit_step, Shortcut.STEP, possible=transport.can_step, repeats=True)
        back = self.tr("Back to what was shown before")
        run.add(back, transport.emit_step_back, Shortcut.STEP_BACK, possible=transport.can_step_back, repeats=True)
        self._fill_past()
        run.add(self.tr("Reset: the same seed"), transport.emit_reset, Shortcut.RESET, possible=transport.can_reset)
        run.add(self.tr("New seed"), editing.new_seed, possible=editing.has_seed)
        live = self.tr("Run it live, with the settings of the recording")
        run.add(live, recordings.run_live, possible=recordings.is_recorded)
        more = self.tr("Is it luck? More seeds")
        run.add(more, luck.toggle, Shortcut.LUCK, possible=luck.can_toggle, ticked=lambda: luck.active)
        run.add(self.tr("Ask the question before the run"), lecture.ask, possible=lecture.has_question)
        run.addSeparator()
        neighbours = (
            (self.tr("Next experiment"), Shortcut.NEXT, 1),
            (self.tr("Previous experiment"), Shortcut.PREVIOUS, -1),
        )
        for text, key, way in neighbours:
            run.add(text, partial(lecture.open_neighbour, way), key, possible=partial(self._has_neighbour, way))
        run.addSeparator()
        undo, redo = self.tr("Undo a change of settings"), self.tr("Redo it")
        run.add(undo, editing.undo, Shortcut.UNDO, possible=lambda: editing.undo_stack.can_undo)
        run.add(redo, editing.redo, Shortcut.REDO, possible=lambda: editing.undo_stack.can_redo)

    def _fill_past(self) -> None:
        past, can_step_back = self._window.lecture.past, self._window.parts.header.transport.can_step_back
        before, after = self.tr("Back by one update"), self.tr("Forward by one update, in the past")
        self.run.add(before, partial(past.move, -1), Shortcut.STEP_BEFORE, possible=can_step_back, repeats=True)
        self.run.add(after, partial(past.move, 1), Shortcut.NEXT_STEP, possible=lambda: past.active, repeats=True)
        self.run.add(self.tr("Back to now"), past.end, Shortcut.NOW, possible=lambda: past.active)

    def _has_neighbour(self, way: int) -> bool:
        return self._window.lecture.neighbour(way) is not None
