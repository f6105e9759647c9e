"""A race advances its variants in lockstep and watches them as one."""

import numpy as np
import pytest

from core.records import Text
from core.run.tick import Key, Lane, OverTime, Tick, Ticks
from core.training.race import BREATH, race, watched_together
from core.training.train import Probes, Snapshot

LOSS = Key("loss")
SHOWN = Key("shown")


def lane(name: str, updates: int, per_epoch: int = 1, breaths: int = 0, log: list[str] | None = None) -> Ticks:
    """A run that says what it does in the log."""
    said = log if log is not None else []
    try:
        for step in range(updates + 1):
            for _ in range(breaths):
                yield None
            said.append(f"{name}{step}")
            yield Tick(
                step,
                epoch=step / per_epoch,
                total=updates,
                scalars={LOSS: 100.0 + step},
                views={SHOWN: lambda step=step: Text(f"{name} at {step}")},
                events={LOSS: f"{name} ends"} if step == updates else {},
            )
    finally:
        said.append(f"{name} closed")


def ticks(run: Ticks) -> list[Tick]:
    return [tick for tick in run if tick is not None]


def test_that_variants_advance_in_lockstep() -> None:
    log: list[str] = []
    made = ticks(race({"a": lane("a", 2, log=log), "b": lane("b", 2, log=log)}))
    assert log[:6] == ["a0", "b0", "a1", "b1", "a2", "b2"]
    assert [tick.step for tick in made] == [0, 1, 2]
    assert made[1].scalars == {Key("loss", "a"): 101.0, Key("loss", "b"): 101.0}
    assert made[0].total == 2


def test_that_a_stopped_variant_keeps_its_views_and_adds_no_scalars() -> None:
    made = ticks(race({"short": lane("short", 1), "long": lane("long", 3)}))
    assert len(made) == 4
    assert set(made[3].scalars) == {Key("loss", "long")}
    assert made[3].views[Key("shown", "short")]().describe() == "short at 1"
    assert made[3].views[Key("shown", "long")]().describe() == "long at 3"


def test_that_a_mark_is_told_once_and_under_its_variant() -> None:
    made = ticks(race({"short": lane("short", 1), "long": lane("long", 3)}))
    marks = [(tick.step, dict(tick.events)) for tick in made if tick.events]
    assert marks == [(1, {Key("loss", "short"): "short ends"}), (3, {Key("loss", "long"): "long ends"})]


def together(every: int) -> Probes:
    """A snapshot of all runs that counts how often it was taken."""
    taken = iter(range(100))
    snapshot = Snapshot(every, lambda: {SHOWN: np.array([next(taken)])})
    return Probes({SHOWN: OverTime(lambda steps, samples: Text(f"{len(samples)} by step {steps[-1]}"))}, (snapshot,))


def test_that_a_race_is_watched_as_a_whole_every_so_many_steps() -> None:
    made = ticks(watched_together(race({"a": lane("a", 5), "b": lane("b", 5)}), together(every=2)))
    assert [(tick.step, tick.samples[SHOWN].tolist()) for tick in made if SHOWN in tick.samples] == [
        (0, [0]), (2, [1]), (4, [2]),
    ]  # fmt: skip
    assert all({SHOWN, Key("shown", "a"), Key("shown", "b")} == set(tick.views) for tick in made)


def test_that_runs_that_keep_pace_by_epochs_are_sampled_once_a_step() -> None:
    runs = {"slow": lane("slow", 3, per_epoch=1), "fast": lane("fast", 6, per_epoch=2)}
    made = ticks(watched_together(race(runs, {"slow": 1, "fast": 2}), together(every=1)))
    steps = [tick.step for tick in made if tick.samples]
    assert steps == sorted(set(steps))


def test_that_watching_passes_breaths_on_and_closes_the_race() -> None:
    log: list[str] = []
    watched = watched_together(race({"a": lane("a", 5, breaths=1, log=log)}), together(every=1))
    assert next(watched) is None
    assert next(watched) is not None
    watched.close()
    assert log[-1] == "a closed"


def test_that_what_only_a_single_run_can_measure_is_refused() -> None:
    with pytest.raises(ValueError, match="views and snapshots"):
        next(watched_together(race({"a": lane("a", 1)}), Probes(scalars=(dict,))))


def test_that_variants_give_distinct_records() -> None:
    tick = ticks(race({name: lane(name, 1) for name in "abc"}))[-1]
    texts = [tick.views[Key("shown", name)]().describe() for name in "abc"]
    assert texts == ["a at 1", "b at 1", "c at 1"]


def test_that_breaths_pass_through() -> None:
    run = race({"a": lane("a", 0, breaths=2), "b": lane("b", 0, breaths=1)})
    assert [next(run) is None for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize("advanced", [0, 1, 3])
def test_that_closing_closes_every_variant(advanced: int) -> None:
    log: list[str] = []
    run = race({name: lane(name, 9, breaths=1, log=log) for name in "ab"})
    started = lane("c", 1, log=log)
    next(started)
    started.close()
    for _ in range(advanced):
        next(run)
    run.close()
    closed = {name for name in "ab" if f"{name} closed" in log}
    assert closed == {"a": set(), 0: set(), 1: {"a"}, 3: {"a", "b"}}[advanced]


def test_that_an_exception_in_one_closes_the_others() -> None:
    def broken() -> Ticks:
        yield Tick(0)
        raise RuntimeError("it broke")

    log: list[str] = []
    run = race({"a": lane("a", 9, log=log), "b": broken()})
    next(run)
    with pytest.raises(RuntimeError, match="it broke"):
        next(run)
    assert "a closed" in log


def by_epoch(many: Ticks) -> list[Tick]:
    return ticks(race({"many": many, "few": lane("few", 6, per_epoch=2)}, per_epoch={"many": 4, "few": 2}))


def test_that_a_race_by_epochs_keeps_level_and_loses_no_update() -> None:
    made = by_epoch(lane("many", 12, per_epoch=4))
    assert [tick.step for tick in made] == list(range(13))
    assert [tick.epoch for tick in made] == [step / 4 for step in range(13)]
    losses = [tick.scalars.get(Key("loss", "few")) for tick in made]
    assert losses == [100, None, 101, None, 102, None, 103, None, 104, None, 105, None, 106]
    assert [tick.scalars[Key("loss", "many")] for tick in made] == [100 + step for step in range(13)]
    assert made[5].lanes == {"many": Lane(5, 1.25), "few": Lane(2, 1.0)}


def test_that_a_race_by_epochs_keeps_the_last_update_and_event_of_one_that_stops() -> None:
    made = by_epoch(lane("many", 5, per_epoch=4))  # it stops within its second epoch
    (last,) = (tick for tick in made if tick.events.get(Key("loss", "many")))
    assert last.scalars[Key("loss", "many")] == 105.0
    assert made[-1].lanes == {"many": Lane(5, 1.25), "few": Lane(6, 3.0)}
    steps = [tick.step for tick in made]
    assert steps == sorted(steps)


def test_that_a_session_logs_each_lane_by_its_own_steps() -> None:
    series: dict[Key, list[tuple[int, float]]] = {}
    for tick in by_epoch(lane("many", 12, per_epoch=4)):
        for key, value in tick.scalars.items():
            series.setdefault(key, []).append((tick.lanes[key.variant].step, value))
    assert series[Key("loss", "few")] == [(step, 100.0 + step) for step in range(7)]


def test_that_a_race_of_many_breathes_between_them() -> None:
    now = [0.0]

    def slow(name: str) -> Ticks:
        for tick in lane(name, 1):
            now[0] += BREATH * 0.6
            yield tick

    run = race({name: slow(name) for name in "abcd"}, clock=lambda: now[0])
    assert [tick is None for tick in run] == [True, False] * 2


def test_that_a_race_of_races_is_refused() -> None:
    with pytest.raises(ValueError, match="names its variants itself"):
        list(race({"outer": race({"inner": lane("a", 1)})}))


def test_that_a_race_without_end_has_no_total() -> None:
    def endless() -> Ticks:
        yield Tick(0, total=None)

    assert next(race({"a": lane("a", 3), "b": endless()})).total is None  # type: ignore[union-attr]
