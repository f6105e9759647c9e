"""What holds for every experiment of the catalogue, and so for one that is added tomorrow.

The value: presets Quick and Book among others, a panel in the area main, a title on every panel, a docstring that
begins with a question; settings that read back from their text and refuse nonsense in one sentence.

The run: the first tick is step 0, each later one a single update; the same settings and seed give the same bits,
looked at or not, replayed or not (but for figures that are times); another seed trains another network; it can be
closed at any moment, and breathes where it computes for long (`test_breaths.py`). Data that is absent is said before
the first tick.

What it shows: every panel that is there has a record or a series from the first ticks on; records are of the type
that the view declares, own their arrays, read-only, and keep what they showed; variants have records of their own.

Edits: a display field changes records and never the run; live edits are logged and replayed; every field has the
effect that it declares (`test_effects.py`), and every choice runs.

What it claims: a preset's expectations hold. The note has a title, a question, a formula, three things to look for
and a source (`test_notes.py`), and its figures are those measured (`test_note_figures.py`, entries in `figures/`).

In the window: it runs at once, fills every panel, and its settled picture depends on nothing that was shown before
(`tests/gui/test_course.py`); a capture is the same bytes twice (`tests/test_main.py`); the gallery has a small
picture of it (`make pictures`).
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.data.errors import MissingData
from core.data.library import Library
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.optimizers import OPTIMIZERS
from core.records import Curves
from core.run.experiment import Experiment, Pace, Preset
from core.run.session import Advance, Session
from core.settings import (
    ChoiceField,
    Effect,
    FlagField,
    ManyField,
    SeededSettings,
    as_text,
    assign,
    fields,
    get,
    with_value,
)
from tests.contracts.experiment_cases import (
    EXPERIMENTS,
    MNIST,
    PRESETS,
    UNLIKE,
    Watched,
    another,
    arrays,
    begin,
    every_experiment,
    every_preset,
    fingerprint,
    go,
    log,
    needs_mnist,
    over,
    records,
    soon,
    to_tick,
)
from tests.contracts.searching import EXECUTOR


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(MNIST if MNIST.is_dir() else None, executor=EXECUTOR)


@pytest.fixture(scope="module", params=PRESETS, ids=[f"{one.id}, {preset.name}" for one, preset in PRESETS])
def watched(request: pytest.FixtureRequest, library: Library) -> Iterator[Watched]:
    """One run of each preset for all tests that only read it."""
    made = Watched(*request.param, library)
    yield made
    made.session.close()


# The value itself


@every_experiment
def test_that_an_experiment_has_presets_views_and_a_docstring_that_asks(experiment: Experiment) -> None:
    assert len({preset.name for preset in experiment.presets}) == len(experiment.presets) >= 2
    assert {"Quick", "Book"} <= {preset.name for preset in experiment.presets}
    assert any(view.area == "main" for view in experiment.views)
    assert all(view.title for view in experiment.views)
    assert experiment.doc.splitlines()[0].endswith("?")


@every_preset
def test_that_settings_read_back_from_their_text(experiment: Experiment, preset: Preset) -> None:
    settings = experiment.settings()
    for path, text in as_text(preset.settings).items():
        settings = assign(settings, f"{path}={text}")
    assert settings == preset.settings


@every_experiment
def test_that_every_setting_refuses_nonsense_in_one_sentence(experiment: Experiment) -> None:
    for field in fields(experiment.settings):
        if field.kind.accepts("?"):
            continue
        with pytest.raises(ValueError, match=field.path) as refused:
            assign(experiment.settings(), f"{field.path}=?")
        assert "\n" not in str(refused.value)
        assert len(str(refused.value)) < 300


@every_experiment
def test_that_a_setting_shown_for_another_names_a_value_that_it_can_have(experiment: Experiment) -> None:
    for field in fields(experiment.settings):
        if field.shown is not None:
            condition = next(f for f in fields(experiment.settings) if f.path == field.shown.path)
            options = getattr(condition.kind, "options", (True, False))
            assert set(field.shown.values) <= set(options)


@every_experiment
def test_that_activations_and_optimizers_have_the_same_names_everywhere(experiment: Experiment) -> None:
    shared = {"activation": ACTIVATIONS, "optimizer": OPTIMIZERS, "optimizers": OPTIMIZERS}
    for field in fields(experiment.settings):
        if isinstance(field.kind, ChoiceField | ManyField) and field.path in shared:
            assert set(field.kind.options) <= set(shared[field.path])


# The run


def test_that_the_first_tick_is_step_0_and_every_tick_is_an_update_later(watched: Watched) -> None:
    assert watched.steps == list(range(len(watched.steps)))
    assert len(watched.steps) > 1 or watched.preset.pace is Pace.INSTANT


def test_that_a_replay_that_nobody_looks_at_gives_the_same_run_to_the_last_bit(watched: Watched) -> None:
    replayed = go(watched.session.clone(), len(watched.steps))
    if not watched.experiment.measured:
        assert log(replayed) == log(watched.session)
        assert {key: fingerprint(record) for key, record in records(replayed).items()} == watched.prints[-1]
    replayed.close()


@over(pair for pair in PRESETS if pair[1].pace is not Pace.STREAMED)
def test_that_a_short_walk_reaches_the_step_at_which_its_preset_pauses(experiment: Experiment, preset: Preset) -> None:
    session = begin(experiment, Library(executor=EXECUTOR), preset)
    session.run_to(preset.steps)
    assert session.step == preset.steps


@over((one, one.preset()) for one in EXPERIMENTS if issubclass(one.settings, SeededSettings))
def test_that_another_seed_trains_another_network(experiment: Experiment, preset: Preset, library: Library) -> None:
    one, other = (go(begin(experiment, library, preset, seed=seed)) for seed in (1, 2))
    assert log(one) != log(other)


@every_experiment
def test_that_a_run_can_be_closed_before_amid_and_after(experiment: Experiment, library: Library) -> None:
    settings = experiment.preset().settings
    untouched = Session(experiment, settings, library)
    untouched.close()
    assert untouched.advance() is Advance.END
    amid = go(begin(experiment, library), 1)
    amid.close()
    assert amid.advance() is Advance.END
    amid.close()


# What it shows


def test_that_every_panel_has_something_to_show(watched: Watched) -> None:
    shown = {key.channel for key in watched.records[-1]}
    logged = {key.channel for key in watched.session.series}
    views = watched.experiment.views
    for view in (view for view in views if view.is_shown(watched.session.settings, watched.preset.name)):
        for channel in view.channels:
            assert channel in shown or (view.options.record is Curves and channel in logged), channel


def test_that_views_give_frozen_records_of_the_declared_type(watched: Watched) -> None:
    declared = {channel: view.options.record for view in watched.experiment.views for channel in view.channels}
    for found in watched.records[:2]:
        for key, record in found.items():
            assert type(record) is declared[key.channel], key
            assert record.describe()
            for array in arrays(record):
                assert not array.flags.writeable
                assert array.base is None or not array.base.flags.writeable


def test_that_a_record_keeps_what_it_showed_when_the_run_goes_on(watched: Watched) -> None:
    for found, prints in zip(watched.records, watched.prints, strict=True):
        assert {key: fingerprint(record) for key, record in found.items()} == prints


@every_preset
def test_that_variants_have_names_and_pictures_of_their_own(
    experiment: Experiment, preset: Preset, library: Library
) -> None:
    names = experiment.variant_names(preset.settings)
    assert len(set(names)) == len(names)
    session = go(begin(experiment, library, preset), UNLIKE if names else 1)
    panels = {channel for view in experiment.views for channel in view.channels}
    assert {key.variant for key in session.series if key.channel in panels and key.variant} <= set(names)
    found: dict[str, list[tuple[Any, ...]]] = {}
    for key, record in records(session).items():
        assert key.variant in ("", *names)
        found.setdefault(key.channel, []).append(fingerprint(record))
    for channel, prints in found.items():
        assert len(set(prints)) == len(prints), f"two variants of {channel} give the same record"


@every_experiment
def test_that_a_run_ends_as_soon_as_its_session_is_let_go(experiment: Experiment, library: Library) -> None:
    session = go(begin(experiment, library), 2)
    assert records(session)
    alive = weakref.ref(session._run)
    gc.collect()
    gc.disable()
    try:
        del session
        assert alive() is None
    finally:
        gc.enable()


# Edits


@every_experiment
def test_that_live_edits_are_logged_and_replayed(experiment: Experiment, library: Library) -> None:
    live = [field for field in fields(experiment.settings) if field.effect is Effect.LIVE]
    session = go(begin(experiment, library), 1)
    for field in live:
        session.edit(field.path, another(field.kind, get(session.settings, field.path)))
        go(session, 2)
        assert records(session)
    assert len(session.edits) == len(live)
    replayed = session.clone()
    replayed.run_to(session.step)
    assert log(replayed) == log(session)
    assert replayed.edits == session.edits


def choices(experiment: Experiment) -> Iterator[tuple[str, Any]]:
    """Every option of every setting that restarts and has a few, but for the data that this computer may lack."""
    for field in fields(experiment.settings):
        if field.effect is Effect.RESTART and isinstance(field.kind, ChoiceField | FlagField | ManyField):
            options = (
                field.kind.options if isinstance(field.kind, ChoiceField) else (another(field.kind, field.default),)
            )
            yield from ((field.path, option) for option in options if option != "MNIST")


@every_experiment
def test_that_every_choice_of_every_setting_runs(experiment: Experiment, library: Library) -> None:
    for path, option in choices(experiment):
        session = go(Session(experiment, with_value(experiment.preset().settings, path, option), library), 2)
        assert records(session), f"{path} {option}"
        session.close()


# Claims and data


@over((pair for pair in PRESETS if soon(*pair)), slow_from=500)
def test_that_what_a_preset_expects_is_what_is_measured(
    experiment: Experiment, preset: Preset, library: Library
) -> None:
    steps = soon(experiment, preset)
    session = begin(experiment, library, preset)
    session.run_to(max(steps))
    verdicts = [verdict for verdict in session.verdicts() if verdict.holds is not None]
    assert len(verdicts) >= len(steps)
    assert [verdict for verdict in verdicts if not verdict.holds] == []


@over(pair for pair in PRESETS if needs_mnist(pair[1].settings))
def test_that_absent_data_is_said_before_the_first_tick(experiment: Experiment, preset: Preset, tmp_path: Path) -> None:
    session = Session(experiment, preset.settings, Library(tmp_path, tmp_path), preset=preset)
    with pytest.raises(MissingData, match="MNIST is not on this computer"):
        to_tick(session)
    assert session.tick is None
