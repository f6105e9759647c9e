"""The settings form, generated from an experiment's settings type: a new setting needs no code here.

`edited` says what the user wants; the window decides, and `show_settings` tells the form what is in force.
"""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.run.experiment import Experiment, Preset
from core.settings import Field, SeededSettings, Settings, SetValue, field_at, fields, get
from gui.look.plain_text import breakable
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.settings.editor import CalmCombo
from gui.settings.group import Group
from gui.settings.pixels import SIDE as PAD
from gui.settings.row import Row
from gui.settings.words import change_words

# Pixels beside text of 100 %.
WIDTH = 300
LABEL = 106  # "learning rate", bold
NUMBER = 50  # a number beside its slider
MOST_CHANGES = 4  # that are listed one by one
LONGEST = 40  # letters of one of them


class SettingsForm(QWidget):
    """One page for each experiment that was shown; pages are kept, so that going back is instant."""

    edited = Signal(object)  # a Change
    preset_chosen = Signal(str)
    new_seed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsForm")
        self.pages: dict[str, Page] = {}
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.apply_theme(theme)

    def show_experiment(self, experiment: Experiment, settings: Settings, preset: Preset) -> None:
        """Turn to the page of this experiment; changes are marked against the preset."""
        page = self.pages.get(experiment.id)
        if page is None or page.experiment is not experiment:
            page = Page(experiment)
            page.edited.connect(self.edited)
            page.preset_chosen.connect(self.preset_chosen)
            page.new_seed.connect(self.new_seed)
            self.pages[experiment.id] = page
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.show_settings(settings, preset, fresh=True)

    def show_settings(self, settings: Settings) -> None:
        """Show what is in force; nothing is emitted."""
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            page.show_settings(settings, page.preset)

    def forget_hidden(self) -> None:
        """Drop the pages out of sight: a change of style takes most of a millisecond for each widget there is."""
        for id, page in list(self.pages.items()):
            if page is not self._stack.currentWidget():
                del self.pages[id]
                page.setParent(None)
                page.deleteLater()
                QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)

    def row(self, path: str) -> Row:
        """The row of that field on the page that is shown."""
        page = self._stack.currentWidget()
        if not isinstance(page, Page):
            raise KeyError(path)
        return page.rows[path]

    def apply_theme(self, theme: Theme) -> None:
        px = theme.px
        self.setMinimumWidth(px(WIDTH - 20))
        self.setStyleSheet(
            # a mark, not text
            f"#liveDot {{ color: {theme.accent}; font-size: {px(8)}px; min-width: {px(8)}px; max-width: {px(8)}px; }}"
            f"#fieldLabel {{ min-width: {px(LABEL)}px; max-width: {px(LABEL)}px; }}"
            f"#number {{ min-width: {px(NUMBER)}px; max-width: {px(NUMBER)}px; }}"
            f"#pad {{ min-width: {px(PAD)}px; max-width: {px(PAD)}px;"
            f" min-height: {px(PAD)}px; max-height: {px(PAD)}px; }}"
            f"#fieldError {{ color: {theme.warning}; }}"
            f"#groupSummary, #pageHint {{ color: {theme.secondary}; }}"
            "#smallButton, #backButton { border: none; background: transparent; padding: 0;"
            f" min-height: {px(20)}px; min-width: {px(20)}px; }}"
            f"#backButton {{ max-height: {px(20)}px; max-width: {px(20)}px; }}"
            f"#smallButton:hover, #smallButton:focus, #backButton:hover, #backButton:focus {{ color: {theme.accent}; }}"
            f"#groupHeader {{ border: none; background: transparent; padding: {px(2)}px 0; font-weight: 600; }}"
            "#pageScroll, #pageBody { background: transparent; border: none; }"
        )


class Page(QWidget):
    """Presets on top, then the fields in their groups, what is changed, the seed last."""

    edited = Signal(object)  # a Change
    preset_chosen = Signal(str)
    new_seed = Signal()

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.experiment = experiment
        self.preset = experiment.preset()
        self.rows: dict[str, Row] = {}
        self.groups: dict[str, Group] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._preset_row())
        layout.addWidget(self._scrolled(self._body()), 1)
        layout.addWidget(self._changed_line())  # below the fields: they must not move under the mouse
        if issubclass(experiment.settings, SeededSettings):
            layout.addLayout(self._seed_row())

    def _preset_row(self) -> QHBoxLayout:
        self.presets = CalmCombo(self)
        self.presets.addItems([translated(preset.name) for preset in self.experiment.presets])
        self.presets.setAccessibleName(self.tr("Preset"))
        self.presets.activated.connect(self._choose_preset)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Preset"), self))
        row.addWidget(self.presets, 1)
        return row

    def _changed_line(self) -> QLabel:
        """What differs from the preset, and the way back to it."""
        self.changed_line = QLabel(self)
        self.changed_line.setObjectName("pageHint")
        self.changed_line.setWordWrap(True)
        self.changed_line.setMinimumWidth(1)  # a label would be as wide as its longest word, and the form with it
        self.changed_line.setTextFormat(Qt.TextFormat.RichText)
        self.changed_line.linkActivated.connect(lambda _: self.preset_chosen.emit(self.preset.name))
        return self.changed_line

    def _show_changes(self, settings: Settings) -> None:
        words = change_words(settings, self.preset.settings)
        more = [self.tr("and {0} more").format(len(words) - MOST_CHANGES)] if len(words) > MOST_CHANGES else []
        listed = ", ".join(escape(breakable(word, LONGEST)) for word in (*words[:MOST_CHANGES], *more))
        back = self.tr("back to {0}").format(escape(translated(self.preset.name)))
        self.changed_line.setText(self.tr("changed: {0} · {1}").format(listed, f'<a href="preset">{back}</a>'))
        self.changed_line.setVisible(bool(words))

    def _choose_preset(self, index: int) -> None:
        self.preset_chosen.emit(self.experiment.presets[index].name)

    def _seed_row(self) -> QHBoxLayout:
        self.new_seed_button = QPushButton(self.tr("New seed"), self)
        self.new_seed_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.new_seed_button.setToolTip(self.tr("Run again with other random numbers"))
        self.new_seed_button.clicked.connect(self.new_seed)
        row = QHBoxLayout()
        row.addWidget(self._add_row(field_at(self.experiment.settings, "seed")), 1)
        row.addWidget(self.new_seed_button)
        return row

    def _body(self) -> QWidget:
        body = QWidget(self)
        body.setObjectName("pageBody")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        all_fields = [field for field in fields(self.experiment.settings) if field.path != "seed"]
        groups = dict.fromkeys(f.path.rpartition(".")[0] for f in all_fields)
        for prefix in groups:
            rows = [self._add_row(f) for f in all_fields if f.path.rpartition(".")[0] == prefix]
            if not prefix:
                for row in rows:
                    column.addWidget(row)
                continue
            # Many groups (one for each optimizer) would push each other out of sight: they start folded.
            self.groups[prefix] = Group(translated(rows[0].field.group), rows, unfolded=len(groups) <= 3)
            column.addWidget(self.groups[prefix])
        column.addStretch(1)
        return body

    def _scrolled(self, body: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setObjectName("pageScroll")
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        return area

    def _add_row(self, field: Field) -> Row:
        row = Row(field, self)
        row.edited.connect(lambda path, value: self.edited.emit(SetValue(path, value)))
        self.rows[field.path] = row
        return row

    def show_settings(self, settings: Settings, preset: Preset, fresh: bool = False) -> None:
        self.preset = preset
        self.presets.setCurrentIndex(self.experiment.presets.index(preset))
        for path, row in self.rows.items():
            row.show_value(settings, get(preset.settings, path), fresh)
            row.setHidden(row.field.shown is not None and not row.field.shown.holds(settings))
        for group in self.groups.values():
            group.refresh()
        self._show_changes(settings)
