"""The form is made from the settings type: what it shows, what it emits, what it hides."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.run.experiment import Experiment, Preset, experiment
from core.run.tick import Run, Start, Tick
from core.settings import (
    ChoiceField,
    FlagField,
    Label,
    Live,
    LogRangeField,
    ManyField,
    RangeField,
    SeededSettings,
    Shown,
    TextField,
    fields,
    with_value,
)
from gui.look.theme import Theme, apply_theme
from gui.settings.form import WIDTH, SettingsForm


@dataclass(frozen=True)
class Rule:
    lr: Annotated[float, LogRangeField(1e-4, 10), Live, Label("learning rate", "How far a step goes.")] = 0.1
    bias: Annotated[bool, FlagField()] = True


@dataclass(frozen=True, kw_only=True)
class Example(SeededSettings):
    surface: Annotated[str, ChoiceField("valley", "bowl", "typed")] = "valley"
    width: Annotated[int, RangeField(0, 9), Shown("surface", "typed")] = 1
    rules: Annotated[tuple[str, ...], ManyField("SGD", "Adam")] = ("SGD",)
    sgd: Annotated[Rule, Label("SGD"), Shown("rules", "SGD")] = Rule()
    adam: Annotated[Rule, Label("Adam"), Shown("rules", "Adam")] = Rule()
    other: Annotated[Rule, Label("Other")] = Rule()


def run(settings: Example, now: Callable[[], Example], library: Library) -> Run:
    """Why?"""
    yield Start()
    yield Tick(0)


QUICK, BOOK = Preset("Quick", Example(), 10), Preset("Book", Example(surface="bowl"), 99)
EXAMPLE: Experiment = experiment(id="example", chapter="Optimizers", settings=Example, presets=(QUICK, BOOK), views=())(
    run
)


class Heard:
    def __init__(self, form: SettingsForm) -> None:
        self.edits: list[tuple[str, Any]] = []
        self.presets: list[str] = []
        self.seeds = 0
        form.edited.connect(lambda change: self.edits.append((change.path, change.new)))
        form.preset_chosen.connect(self.presets.append)
        form.new_seed.connect(self._seed)

    def _seed(self) -> None:
        self.seeds += 1


@pytest.fixture
def form(qtbot: QtBot, qapp: QApplication) -> Iterator[SettingsForm]:
    apply_theme(qapp, Theme.named("light"))
    made = SettingsForm(Theme.named("light"))
    qtbot.addWidget(made)
    made.resize(WIDTH, 500)
    made.show_experiment(EXAMPLE, Example(), QUICK)
    made.show()
    yield made
    qapp.setStyleSheet("")


def test_that_what_was_changed_is_named_as_in_the_form(form: SettingsForm) -> None:
    changed = with_value(with_value(Example(), "sgd.lr", 0.5), "rules", ("SGD", "Adam"))
    form.show_settings(changed)
    assert form.pages["example"].changed_line.text().startswith("changed: rules SGD, Adam, SGD learning rate 0.5 · ")


def test_that_every_field_has_a_row(form: SettingsForm) -> None:
    page = form.pages["example"]
    assert list(page.rows) == [*(f.path for f in fields(Example)[1:]), "seed"]


def test_that_showing_emits_nothing(form: SettingsForm) -> None:
    heard = Heard(form)
    form.show_settings(Example(surface="typed", width=5, seed=3))
    form.show_experiment(EXAMPLE, BOOK.settings, BOOK)
    assert (heard.edits, heard.presets, heard.seeds) == ([], [], 0)
    assert form.row("surface").editor.value == "bowl"


def test_that_an_edit_says_the_path_and_the_value(form: SettingsForm) -> None:
    heard = Heard(form)
    form.row("adam.lr").editor.offer(0.3)
    form.row("surface").editor.offer("bowl")
    assert heard.edits == [("adam.lr", 0.3), ("surface", "bowl")]


def test_that_only_live_fields_have_a_dot_and_the_tooltip_helps(form: SettingsForm) -> None:
    assert form.row("sgd.lr").dot.text() == "●"
    assert form.row("surface").dot.text() == ""
    tip = form.row("sgd.lr").toolTip()
    assert "How far a step goes." in tip
    assert "sgd.lr" in tip
    assert form.row("sgd.lr").editor.accessibleName() == "learning rate"


def test_that_a_changed_value_is_marked_and_goes_back_with_one_click(form: SettingsForm) -> None:
    heard, row = Heard(form), form.row("surface")
    assert row.back.isHidden()
    form.show_settings(Example(surface="bowl"))
    assert not row.back.isHidden()
    assert row.label.font().bold()
    row.back.click()
    assert heard.edits == [("surface", "valley")]
    form.show_settings(Example())
    assert row.back.isHidden()
    assert not row.label.font().bold()


def test_that_all_changes_go_back_with_one_click(form: SettingsForm) -> None:
    heard, page = Heard(form), form.pages["example"]
    assert page.changed_line.isHidden()
    form.show_settings(Example(seed=5))
    assert page.changed_line.isHidden()  # another seed is no change of the experiment
    form.show_settings(Example(surface="bowl"))
    assert page.changed_line.text() == 'changed: surface bowl · <a href="preset">back to Quick</a>'
    page.changed_line.linkActivated.emit("preset")
    assert heard.presets == ["Quick"]
    form.show_settings(Example(rules=("SGD", "Adam"), adam=Rule(0.5), surface="typed", width=3, other=Rule(0.7)))
    assert "and 1 more" in page.changed_line.text()


def test_that_fields_appear_when_their_condition_holds(form: SettingsForm) -> None:
    assert form.row("width").isHidden()
    form.show_settings(Example(surface="typed"))
    assert not form.row("width").isHidden()


def test_that_a_group_is_hidden_while_none_of_its_fields_matters(form: SettingsForm) -> None:
    groups = form.pages["example"].groups
    assert (groups["sgd"].isHidden(), groups["adam"].isHidden()) == (False, True)
    form.show_settings(Example(rules=("Adam",)))
    assert (groups["sgd"].isHidden(), groups["adam"].isHidden()) == (True, False)


def test_that_a_folded_group_says_its_values(form: SettingsForm) -> None:
    group = form.pages["example"].groups["sgd"]
    assert not group.header.isChecked()  # more than two groups start folded
    assert group.body.isHidden()
    assert group.summary.text() == "learning rate 0.1, bias on"
    group.header.click()
    assert not group.body.isHidden()
    assert group.summary.text() == ""


def test_that_presets_are_chosen_by_name(form: SettingsForm) -> None:
    heard, page = Heard(form), form.pages["example"]
    page.presets.activated.emit(1)
    assert heard.presets == ["Book"]
    form.show_experiment(EXAMPLE, BOOK.settings, BOOK)
    assert page.presets.currentText() == "Book"
    assert not form.row("surface").changed


def test_that_a_new_seed_is_asked_for_and_a_seed_can_be_typed(form: SettingsForm) -> None:
    heard = Heard(form)
    form.pages["example"].new_seed_button.click()
    form.row("seed").editor.offer_text("12")
    assert heard.seeds == 1
    assert heard.edits == [("seed", 12)]


def test_that_wrong_input_says_so_under_its_field_until_it_is_right(form: SettingsForm) -> None:
    heard, row = Heard(form), form.row("other.lr")
    row.editor.entry.setText("fast")  # type: ignore[attr-defined]
    row.editor.entry.editingFinished.emit()  # type: ignore[attr-defined]
    assert row.error.text() == "learning rate must be a number from 0.0001 to 10, not 'fast'"
    assert not row.error.isHidden()
    form.show_settings(Example(surface="bowl"))
    assert not row.error.isHidden()  # another field's change does not take the sentence away
    row.editor.offer_text("0.2")
    assert row.error.isHidden()
    assert heard.edits == [("other.lr", 0.2)]


def test_that_a_sentence_goes_away_once_the_value_has_sprung_back(
    qtbot: QtBot, form: SettingsForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = form.row("rules")
    row.editor.boxes[0].click()  # type: ignore[attr-defined]
    assert row.error.text() == "rules must be at least one of SGD, Adam"
    assert row.editor.boxes[0].isChecked()  # type: ignore[attr-defined]
    form.show_settings(Example(surface="bowl"))
    assert row.error.isHidden()
    row._patience.setInterval(20)
    row.editor.boxes[0].click()  # type: ignore[attr-defined]
    assert not row.error.isHidden()
    qtbot.waitUntil(row.error.isHidden)


def test_that_coming_back_to_an_experiment_shows_no_old_sentence(form: SettingsForm) -> None:
    form.row("other.lr").editor.offer_text("fast")
    form.show_experiment(EXAMPLE, Example(), QUICK)
    assert form.row("other.lr").error.isHidden()
    assert form.row("other.lr").editor.entry.text() == "0.1"  # type: ignore[attr-defined]


def test_that_what_is_being_typed_survives_a_change_elsewhere(form: SettingsForm) -> None:
    entry = form.row("other.lr").editor.entry  # type: ignore[attr-defined]
    entry.setText("0.0")
    form.show_settings(Example(surface="bowl"))
    assert entry.text() == "0.0"
    form.show_settings(with_value(Example(), "other.lr", 0.5))
    assert entry.text() == "0.5"


@pytest.mark.parametrize("id", list(catalog()))
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_the_form_of_every_experiment_never_scrolls_sideways(form: SettingsForm, id: str, theme: str) -> None:
    form.apply_theme(Theme.named(theme))
    one = catalog()[id]
    for preset in one.presets:
        form.show_experiment(one, preset.settings, preset)
        for group in form.pages[id].groups.values():
            group.header.setChecked(True)
        QApplication.processEvents()
        area = form.pages[id].findChild(QScrollArea)
        assert isinstance(area, QScrollArea)
        assert area.widget().minimumSizeHint().width() <= area.viewport().width()
        assert form.minimumSizeHint().width() <= WIDTH
        for label in form.pages[id].findChildren(QLabel):
            assert label.fontInfo().pixelSize() >= 14 or label.objectName() == "liveDot"


@dataclass(frozen=True, kw_only=True)
class Wordy(SeededSettings):
    words: Annotated[str, TextField()] = ""


WORDY: Experiment = experiment(
    id="wordy", chapter="Optimizers", settings=Wordy, presets=(Preset("Quick", Wordy(), 10),), views=()
)(run)


def test_that_a_long_value_widens_nothing(qtbot: QtBot) -> None:
    form = SettingsForm(Theme.named("light"))
    qtbot.addWidget(form)
    form.show_experiment(WORDY, Wordy(), WORDY.preset())
    before = form.minimumSizeHint().width()
    form.show_settings(Wordy(words="W" * 500))
    page = form.pages["wordy"]
    assert not page.changed_line.isHidden()
    assert form.minimumSizeHint().width() == before <= WIDTH
