"""Where panels stand, which are drawn, and what they ask for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.run.experiment import Preset, experiment
from core.run.frame import Frame, settled_frame
from core.run.session import Session
from core.run.tick import Key, Run, Start, Tick
from core.run.views import CurvesView, View
from core.settings import SetValue
from gui.arrangement.automatic import arrange
from gui.arrangement.layout import GAP
from gui.look.theme import Theme
from gui.stage import Stage
from gui.view_state import PlotState, StageState
from tests.gui.panels.drawn import image, leave, move
from tests.gui.specimens import WaveSettings, rivals, wave

SIZES = [(740, 520), (1300, 800), (3100, 1800)]  # what the window leaves it at 1280×720, 1920×1080 and 4K
GRIDS = [
    ("main",),
    ("side", "side"),
    ("below", "below", "below"),
    ("main", "side", "side"),
    ("main", "main", "side", "side", "side"),
    ("main", "side", "below"),
    ("main", "main", "side", "side", "side", "below"),
]


def views(areas: Sequence[str]) -> list[View]:
    return [View(f"channel {i}", area=area, weight=1 + i % 2) for i, area in enumerate(areas)]  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("areas", GRIDS)
def test_that_cells_fill_the_stage_without_overlap(areas: tuple[str, ...], size: tuple[int, int]) -> None:
    whole = QRect(0, 0, *size)
    cells = arrange(views(areas), whole)
    assert all(whole.contains(cell) for cell in cells)
    grown = [cell.adjusted(0, 0, GAP, GAP) for cell in cells]
    assert not any(a.intersects(b) for i, a in enumerate(grown) for b in grown[:i])
    # each cell carries a gap to its right and beneath, so together they are the stage and one gap more each way
    assert sum(g.width() * g.height() for g in grown) == (size[0] + GAP) * (size[1] + GAP)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("areas", GRIDS)
def test_that_no_cell_is_a_sliver(areas: tuple[str, ...], size: tuple[int, int]) -> None:
    for cell in arrange(views(areas), QRect(0, 0, *size)):
        assert min(cell.width(), cell.height()) >= 100, cell
        assert 1 / 2.5 < cell.width() / cell.height() < 8


def test_that_the_main_part_is_the_largest() -> None:
    cells = arrange(views(("main", "side", "side", "below")), QRect(0, 0, 1200, 700))
    assert max(cells, key=lambda c: c.width() * c.height()) == cells[0]
    assert cells[0].topLeft() == QRect(0, 0, 1, 1).topLeft()


def test_that_weight_says_how_much_a_panel_takes() -> None:
    light, heavy = arrange([View("a", weight=1), View("b", weight=3)], QRect(0, 0, 300, 808))
    assert heavy.height() == 3 * light.height()


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    made = Stage(wave, WaveSettings(), wave.preset(), Theme.named("light"))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@experiment(
    id="sharing",
    chapter="Neurons",
    settings=WaveSettings,
    presets=(Preset("Quick", WaveSettings(), 40),),
    views=(
        View("loss", CurvesView()),
        View("norm", CurvesView(), area="side"),
        View("accuracy", CurvesView(x="epoch"), area="side"),
    ),
)
def sharing(settings: WaveSettings, now: object, library: Library) -> Run:
    """What do panels share?"""
    yield Start()
    for step in range(41):
        scalars = {Key(name): 1 / (1 + step) for name in ("loss", "norm", "accuracy")}
        yield Tick(step, step / 10, scalars=scalars)


@pytest.fixture
def linked(qtbot: QtBot) -> Stage:
    made = Stage(sharing, WaveSettings(), sharing.preset(), Theme.named("light"))
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    session = Session(sharing, WaveSettings(), Library())
    session.run_to(40)
    made.show_frame(settled_frame(session))
    session.close()
    return made


@pytest.fixture
def frame() -> Frame:
    session = Session(wave, WaveSettings(), Library())
    session.run_to(3)
    made = settled_frame(session)
    session.close()
    return made


def test_that_every_channel_of_a_panel_in_sight_is_wanted(stage: Stage) -> None:
    assert stage.wanted() == {"value", "bars", "words"}


def test_that_a_maximized_panel_is_alone_and_wants_only_its_own(qtbot: QtBot, stage: Stage, frame: Frame) -> None:
    stage.show_frame(frame)
    bars = stage.panel("Bars")
    with qtbot.waitSignal(stage.wanted_changed):
        bars.maximize_requested.emit()
    assert [panel for panel in stage.panels if panel.isVisible()] == [bars]
    assert bars.geometry() == stage.rect()
    assert stage.wanted() == {"bars"}
    with qtbot.waitSignal(stage.wanted_changed):
        bars.maximize_requested.emit()
    assert all(panel.isVisible() for panel in stage.panels)
    assert bars.geometry() != stage.rect()


def test_that_restore_tells_whether_there_was_something_to_restore(stage: Stage) -> None:
    assert stage.restore() is False
    stage.maximize(stage.panels[0])
    assert stage.restore() is True


def test_that_the_stage_passes_on_gestures(qtbot: QtBot, stage: Stage) -> None:
    with qtbot.waitSignal(stage.edited) as told:
        stage.panels[1].edited.emit(SetValue("start", (1.0, 2.0)))
    assert told.args == [SetValue("start", (1.0, 2.0))]


def test_that_a_zoom_along_the_run_is_shared_by_panels_over_the_same_steps(linked: Stage) -> None:
    loss, norm, epochs = linked.plots.values()
    loss.change_state(x=(10.0, 20.0), y=(0.0, 0.5))
    assert norm.state == PlotState(x=(10.0, 20.0))
    assert epochs.state == PlotState()
    norm.show_all()
    assert loss.state == PlotState(y=(0.0, 0.5))


def test_that_panels_over_the_same_steps_are_read_together(linked: Stage) -> None:
    loss, norm, epochs = linked.plots.values()
    at = next(iter(loss.frames.values())).plot.point(30.0, 0.1)
    whole = [image(plot) for plot in (norm, epochs)]
    move(loss, at)
    assert [image(plot) == before for plot, before in zip((norm, epochs), whole, strict=True)] == [False, True]
    leave(loss, at)
    assert [image(plot) == before for plot, before in zip((norm, epochs), whole, strict=True)] == [True, True]


def test_that_all_of_every_plot_is_shown_and_scales_and_hidden_curves_stay(linked: Stage) -> None:
    loss, _, epochs = linked.plots.values()
    assert not linked.zoomed
    loss.change_state(x=(10.0, 20.0), log_y=True)
    epochs.change_state(y=(0.0, 1.0))
    assert linked.zoomed
    linked.show_all()
    assert not linked.zoomed
    assert linked.state.plots == {"loss": PlotState(log_y=True)}


def test_that_a_stage_begins_with_the_state_it_is_given(qtbot: QtBot) -> None:
    loss = PlotState(x=(1.0, 2.0), hidden=frozenset({"tame"}))
    state = StageState(None, {"loss": loss, "nowhere": PlotState(smooth=3)})
    made = Stage(sharing, WaveSettings(), sharing.preset(), Theme.named("light"), state=state)
    qtbot.addWidget(made)
    assert made.state.plots == {"loss": loss}  # a panel that is not there has none


def test_that_a_picture_of_a_panel_is_asked_for_by_its_channel(qtbot: QtBot, linked: Stage) -> None:
    with qtbot.waitSignal(linked.save_requested) as asked:
        linked.plots["norm"].save_requested.emit()
    assert asked.args == ["norm"]


def test_that_a_panel_describes_the_frame_it_was_shown(stage: Stage, frame: Frame) -> None:
    stage.show_frame(frame)
    assert "step 3" in stage.panel("Words").describe()
    stage.clear()
    assert "step 3" not in stage.panel("Words").describe()


def test_that_variants_are_told_to_every_panel(qtbot: QtBot) -> None:
    made = Stage(rivals, WaveSettings(), rivals.preset(), Theme.named("dark"))
    qtbot.addWidget(made)
    made.show()
    session = Session(rivals, WaveSettings(), Library())
    session.run_to(45)
    made.show_frame(settled_frame(session))
    session.close()
    assert "tame" in made.panel("value").describe()
    assert "wild" in made.panel("value").describe()


def test_that_every_panel_in_sight_shows_every_frame_of_a_run_that_goes_on(
    stage: Stage, frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    for panel in stage.panels:
        monkeypatch.setattr(panel, "show_frame", lambda _, name=panel.view.channel: shown.append(name) or True)
    for _ in range(2):
        stage.show_frame(frame._replace(settled=False))
    assert shown == 2 * ["value", "bars", "words"]
    stage.maximize(stage.panel("bars"))
    shown.clear()
    stage.show_frame(frame)
    assert shown == ["bars"]
