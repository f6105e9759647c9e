"""The list of experiments: chapters in the order of the course, a small picture beside every title, and a search."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from core.experiments import Broken
from core.experiments.notes import Note
from core.run.experiment import Experiment
from gui.gallery.rows import EXPERIMENT, QUESTION, RowDelegate
from gui.look.plain_text import plain_tooltip
from gui.look.theme import Theme
from gui.look.translate import translated

WORDS = Qt.ItemDataRole.UserRole + 2
MARGIN = 8


class Gallery(QWidget):
    """Emits `chosen` with an experiment's id when the reader picks one."""

    chosen = Signal(str)

    def __init__(
        self,
        entries: Iterable[tuple[Experiment, Note]],
        theme: Theme,
        parent: QWidget | None = None,
        broken: Sequence[Broken] = (),
    ) -> None:
        super().__init__(parent)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search…"))
        self.search.setAccessibleName(self.tr("Search experiments"))
        self.search.setClearButtonEnabled(True)
        self.search.setAcceptDrops(False)  # a dropped file is the window's
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._choose_first)
        self.tree = ChapterTree(self)
        self._delegate = RowDelegate(theme, self.tree)
        self.tree.setItemDelegate(self._delegate)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._chapters: dict[str, QTreeWidgetItem] = {}
        for experiment, note in entries:
            self._add(experiment, note)
        self.tree.expandAll()
        self.tree.itemClicked.connect(self._pick)
        self.tree.itemActivated.connect(self._pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        self.nothing = QLabel(self.tr("Nothing found. Esc shows everything again."), self)
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.tree, 1)
        column.addWidget(self._broken_line(broken))
        self.apply_theme(theme)

    def _broken_line(self, broken: Sequence[Broken]) -> QLabel:
        """The files that are not in the list, and why."""
        self.broken = QLabel("\n".join(f"{one.file}: {one.sentence}" for one in broken), self)
        self.broken.setTextFormat(Qt.TextFormat.PlainText)
        self.broken.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.broken.setWordWrap(True)
        self.broken.setToolTip(self.tr("Files that could not be loaded"))
        self.broken.setVisible(bool(broken))
        return self.broken

    def _add(self, experiment: Experiment, note: Note) -> None:
        item = QTreeWidgetItem(self._chapter(experiment.chapter), [note.title])
        item.setData(0, EXPERIMENT, experiment)
        item.setData(0, QUESTION, note.question)
        item.setData(0, WORDS, f"{note.title} {note.question} {experiment.id} {experiment.chapter}".casefold())
        item.setToolTip(0, plain_tooltip(note.question))
        item.setData(0, Qt.ItemDataRole.AccessibleDescriptionRole, note.question)
        self._items[experiment.id] = item

    def _chapter(self, name: str) -> QTreeWidgetItem:
        if name not in self._chapters:
            self._chapters[name] = QTreeWidgetItem(self.tree, [translated(name)])
            self._chapters[name].setFlags(Qt.ItemFlag.ItemIsEnabled)
        return self._chapters[name]

    def show_current(self, id: str) -> None:
        """Mark the experiment that is open; nothing is emitted."""
        if id in self._items:
            self.tree.setCurrentItem(self._items[id])
            self.tree.scrollToItem(self._items[id])

    def hide_picture(self, id: str | None) -> None:
        """Of the experiment whose question comes first: its picture would tell. None: show all."""
        self._delegate.hidden = id
        self.tree.viewport().update()

    def shown(self) -> list[str]:
        """The ids that the search leaves, in order."""
        return [id for id, item in self._items.items() if not item.isHidden()]

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def apply_theme(self, theme: Theme) -> None:
        self.setMinimumWidth(theme.px(180))
        self._delegate.apply_theme(theme)
        self.broken.setStyleSheet(f"color: {theme.warning};")
        self.tree.scheduleDelayedItemsLayout()  # with other text the rows are of other heights
        self.tree.viewport().update()

    @Slot(str)
    def _filter(self, text: str) -> None:
        """An experiment stays if every word occurs in its title, question, id or chapter."""
        words = text.casefold().split()
        for item in self._items.values():
            item.setHidden(not all(word in item.data(0, WORDS) for word in words))
        for chapter in self._chapters.values():
            chapter.setHidden(all(item.isHidden() for item in self._items.values() if item.parent() is chapter))
            if words:
                chapter.setExpanded(True)
        self.nothing.setVisible(not self.shown())

    @Slot()
    def _choose_first(self) -> None:
        for id in self.shown()[:1]:
            self.chosen.emit(id)

    @Slot(QTreeWidgetItem)
    def _pick(self, item: QTreeWidgetItem) -> None:
        experiment = item.data(0, EXPERIMENT)
        if experiment is None:
            item.setExpanded(not item.isExpanded())
        else:
            self.chosen.emit(experiment.id)


class ChapterTree(QTreeWidget):
    """Two levels without lines or boxes; Enter opens what is current."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setUniformRowHeights(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # titles wrap, so the rows' heights depend on the width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem(), 0)
            return
        super().keyPressEvent(event)
