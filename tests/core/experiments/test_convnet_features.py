"""Convnet features: filters on one scale, a digit through every stage, and what display settings may not change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.convolution.convnet_features import Convnet, convnet_features
from core.records import Bars, Histograms, ImageGrid
from core.run.session import Session
from core.run.tick import Key

SMALL = Convnet(data="UCI digits", filters=6, size=3, hidden=20, init="He", batch=32, lr=0.003, every=20)


def session(settings: Convnet, steps: int) -> Session:
    made = Session(convnet_features, settings, Library())
    made.run_to(steps)
    return made


def images(made: Session, channel: str) -> ImageGrid:
    record = made.record(Key(channel))
    assert isinstance(record, ImageGrid)
    return record


def test_that_the_default_network_is_the_textbooks() -> None:
    made = session(replace(Convnet(), every=1000), 0)
    histograms = made.record(Key("weights"))
    assert isinstance(histograms, Histograms)
    assert histograms.total.tolist() == [30 * 5 * 5, 30 * 12 * 12 * 100, 100 * 10]
    assert [group.shape for group in images(made, "maps").groups] == [
        (1, 28, 28),
        (30, 24, 24),
        (30, 24, 24),
        (30, 12, 12),
    ]


def test_that_filters_are_unmoved_before_the_first_update_and_keep_their_beginning() -> None:
    made = session(SMALL, 0)
    start = images(made, "filters")
    np.testing.assert_array_equal(start.groups[0], start.groups[1])
    made.run_to(40)
    later = images(made, "filters")
    np.testing.assert_array_equal(later.groups[0], start.groups[0])
    assert not np.array_equal(later.groups[1], start.groups[1])


@pytest.mark.parametrize("scale", ["filter", "layer", "network"])
def test_that_before_and_now_share_one_scale(scale: str) -> None:
    record = images(session(replace(SMALL, scale=scale), 20), "filters")
    assert record.limits[0] == record.limits[1]
    largest = max(np.abs(group).max() for group in record.groups)
    assert largest <= record.limits[0][1] * (1 + 1e-6)


def test_that_the_maps_after_relu_are_the_convolutions_without_its_negative_part() -> None:
    maps = images(session(SMALL, 20), "maps")
    _, convolution, relu, pooling = maps.groups
    np.testing.assert_array_equal(relu, np.maximum(convolution, 0))
    np.testing.assert_array_equal(pooling, relu.reshape(6, 3, 2, 3, 2).max(axis=(2, 4)))


def test_that_choosing_another_digit_shows_it_and_leaves_the_training_alone() -> None:
    quiet, watched = session(SMALL, 10), session(SMALL, 10)
    first = images(watched, "maps")
    watched.edit("digit", 3)
    watched.edit("scale", "network")
    chosen = images(watched, "maps")
    assert not np.array_equal(first.groups[0], chosen.groups[0])
    assert "test digit 3 is a" in chosen.summary
    for made in (quiet, watched):
        made.run_to(30)
    assert quiet.series[Key("loss")].read()[3].tolist() == watched.series[Key("loss")].read()[3].tolist()
    assert watched.edits == []


def test_that_a_digit_beyond_the_test_part_counts_on_from_its_beginning() -> None:
    tested = len(Library().digits("UCI digits").test)
    made = session(replace(SMALL, digit=tested + 1), 0)
    assert "test digit 1 is" in images(made, "maps").summary


def test_that_the_scores_are_probabilities() -> None:
    bars = session(SMALL, 20).record(Key("scores"))
    assert isinstance(bars, Bars)
    assert bars.heights.sum() == pytest.approx(1, rel=1e-5)


def test_that_the_histograms_reach_is_a_matter_of_display() -> None:
    made = session(replace(SMALL, reach=0.01), 0)
    narrow = made.record(Key("weights"))
    made.edit("reach", 10.0)
    wide = made.record(Key("weights"))
    assert isinstance(narrow, Histograms)
    assert isinstance(wide, Histograms)
    assert (narrow.below + narrow.above > 0).all()
    assert (wide.below + wide.above == 0).all()


def test_that_it_learns_to_read_small_digits() -> None:
    made = session(SMALL, 600)
    assert made.series[Key("test accuracy")].read()[3][-1] > 0.9
    assert made.series[Key("training accuracy")].read()[3][-1] >= made.series[Key("test accuracy")].read()[3][-1] - 0.02


def test_that_only_book_measures_on_the_whole_test_part() -> None:
    assert [preset.settings.tested for preset in convnet_features.presets] == [1000, 10_000]
    sevenths = 7 * session(replace(SMALL, tested=7), 20).series[Key("test accuracy")].at(20)
    assert 0 < sevenths == pytest.approx(round(sevenths))


def test_that_small_normal_weights_start_from_the_loss_of_guessing() -> None:
    made = session(replace(SMALL, init="σ = 0.01"), 1)
    assert made.series[Key("loss")].read()[3][-1] == pytest.approx(np.log(10), abs=0.01)
