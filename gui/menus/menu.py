"""One menu of the bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.keys import Keys, Shortcut


class Menu(QMenu):
    """What is possible and what is ticked is asked when it opens. Its keys act always, for what they call knows as well
    when there is nothing to do."""

    def __init__(self, title: str, keys: Keys, parent: QWidget, section: str = "") -> None:
        """section: of the sheet of all keys, if it is not the menu's own."""
        super().__init__(title, parent)
        self.section = section or title.replace("&", "")
        self._keys = keys
        self._possible: dict[QAction, Callable[[], bool]] = {}
        self._ticked: dict[QAction, Callable[[], bool]] = {}
        self.aboutToShow.connect(self._ask)
        self.aboutToHide.connect(self._release)

    def add(
        self,
        text: str,
        triggered: Callable[[], object],
        key: Shortcut | None = None,
        *,
        possible: Callable[[], bool] | None = None,
        ticked: Callable[[], bool] | None = None,
        repeats: bool = False,
    ) -> QAction:
        """A line of the menu. possible: None for what always is; ticked: for what is on or off; repeats: see `Keys`."""
        action = QAction(text, self._keys)  # goes with them, and is not told of the focus when it is gone
        self.addAction(action)
        action.triggered.connect(lambda _=False: triggered())
        if possible is not None:
            self._possible[action] = possible
        if ticked is not None:
            action.setCheckable(True)
            self._ticked[action] = ticked
        if key is not None:
            self._keys.add(self.section, key, action, repeats)
        return action

    def take(self, action: QAction, key: Shortcut) -> None:
        """A line that stands in another menu as well."""
        self.addAction(action)
        self._keys.add(self.section, key, action)

    @Slot()
    def _ask(self) -> None:
        for action, possible in self._possible.items():
            action.setEnabled(possible())
        for action, ticked in self._ticked.items():
            action.setChecked(ticked())

    @Slot()
    def _release(self) -> None:
        for action in self._possible:
            action.setEnabled(True)
