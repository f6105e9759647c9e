"""Signals and gradients through five layers: theory against measurement, and the lesson of each initializer."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.initialization.init_activations import INITIALIZERS, InitSettings, prediction
from core.experiments.initialization.init_activations import run as experiment
from core.experiments.initialization.signals import LAYERS, RESPONSES, signals
from core.experiments.shared.spread import mean_field, one_signal
from core.nn import Identity, ReLU, Tanh, he_normal, xavier_normal
from core.records import Curves, Histograms, Record, Table
from core.run.session import Session
from core.run.tick import Key


def session(settings: InitSettings) -> Session:
    made = Session(experiment, settings, Library())
    made.run_to(0)
    while made.tick is None:
        made.advance()
    return made


def last(made: Session, channel: str, variant: str) -> float:
    return made.series[Key(channel, variant)].read()[3][-1]


def histograms(made: Session, channel: str, variant: str) -> Histograms:
    record: Record | None = made.record(Key(channel, variant))
    assert isinstance(record, Histograms)
    return record


def test_that_theory_keeps_relu_level_under_he_and_halves_its_square_under_xavier() -> None:
    he, xavier = mean_field(ReLU(), 2.0, 5), mean_field(ReLU(), 1.0, 5)
    np.testing.assert_allclose(he.forward, np.sqrt(1 - 1 / np.pi), rtol=1e-4)
    np.testing.assert_allclose(he.backward, 1, rtol=1e-3)
    np.testing.assert_allclose(xavier.forward, np.sqrt(1 - 1 / np.pi) * 2.0 ** (-np.arange(1, 6) / 2), rtol=1e-3)


def test_that_theory_of_a_linear_net_is_a_power_of_the_gain() -> None:
    spread = mean_field(Identity(), 3.0, 4)
    np.testing.assert_allclose(spread.forward**2, 3.0 ** np.arange(1, 5), rtol=1e-9)
    np.testing.assert_allclose(spread.backward**2, 3.0 ** np.arange(3, -1, -1), rtol=1e-9)


def test_that_theory_of_copying_neurons_is_the_activation_of_the_activation() -> None:
    u = np.random.default_rng(0).normal(size=400_000)
    foretold = one_signal(Tanh(), 1.0, 1.0, 2)
    np.testing.assert_allclose(foretold.forward, [np.tanh(u).std(), np.tanh(np.tanh(u)).std()], rtol=5e-3)
    np.testing.assert_allclose(foretold.backward[1], 1)


@pytest.mark.parametrize("activation", RESPONSES)
@pytest.mark.parametrize("name", [name for name in INITIALIZERS if name != "constant"])
def test_that_what_is_measured_lies_on_the_line_that_theory_foretells(activation: str, name: str) -> None:
    made = session(InitSettings(activation=activation, initializers=(name,)))
    foretold = prediction(name, InitSettings(activation=activation))
    outputs = [last(made, f"std {layer}", name) for layer in LAYERS]
    gradients = [last(made, f"gradient std {layer}", name) for layer in LAYERS]
    # 100 neurons are not infinitely many: a layer's variance is off by some √(2/100), and that adds up over layers
    np.testing.assert_allclose(outputs, foretold.forward, rtol=0.25)
    np.testing.assert_allclose(gradients, foretold.backward, rtol=0.12)


@pytest.mark.parametrize("c", [-0.01, 0.005, 0.02])
def test_that_equal_weights_are_foretold_too(c: float) -> None:
    settings = InitSettings(activation="tanh", initializers=("constant",), constant=c)
    made = session(settings)
    foretold = prediction("constant", settings)
    outputs = [last(made, f"std {layer}", "constant") for layer in LAYERS]
    gradients = [last(made, f"gradient std {layer}", "constant") for layer in LAYERS]
    np.testing.assert_allclose(outputs, foretold.forward, rtol=0.1)
    np.testing.assert_allclose(gradients, foretold.backward, rtol=0.1)


def test_that_wide_weights_pile_the_sigmoid_up_at_both_ends() -> None:
    made = session(InitSettings())
    counts = histograms(made, "activations", "normal").counts[-1]
    assert counts[0] + counts[-1] > 0.4 * counts.sum()
    assert last(made, "saturated layer 5", "normal") > 0.3


def test_that_narrow_weights_collapse_the_sigmoid_to_a_half() -> None:
    made = session(InitSettings())
    record = histograms(made, "activations", "small normal")
    middle = np.abs((record.edges[1:] + record.edges[:-1]) / 2 - 0.5) < 0.1
    assert record.counts[-1][middle].sum() == record.counts[-1].sum()


def test_that_xavier_keeps_the_sigmoid_spread_over_the_layers() -> None:
    made = session(InitSettings())
    spreads = [last(made, f"std {layer}", "Xavier normal") for layer in LAYERS[1:]]
    assert min(spreads) > 0.1
    assert max(spreads) / min(spreads) < 1.3


def test_that_relu_silences_about_half_of_what_it_gets_and_never_saturates() -> None:
    made = session(InitSettings(activation="ReLU", initializers=("He normal",)))
    assert last(made, "zero layer 1", "He normal") == pytest.approx(0.5, abs=0.03)
    assert last(made, "saturated layer 5", "He normal") == 0


def test_that_all_histograms_of_a_panel_share_their_bins_and_count_every_value() -> None:
    made = session(InitSettings(activation="ReLU", initializers=INITIALIZERS))
    for channel in ("activations", "gradients"):
        found = [histograms(made, channel, name) for name in INITIALIZERS]
        for record in found:
            np.testing.assert_array_equal(record.edges, found[0].edges)
            np.testing.assert_array_equal(record.total, 1000 * 100)


def test_that_vanished_gradients_are_told_below_the_decades() -> None:
    made = session(InitSettings(initializers=("normal", "constant"), constant=0.0))
    record = histograms(made, "gradients", "constant")
    np.testing.assert_array_equal(record.below, [100_000] * 4 + [0])
    curve = made.record(Key("gradient spread", "constant"))
    assert isinstance(curve, Curves)
    assert np.isnan(curve.lines["measured"][:4]).all()


def test_that_the_axis_of_the_gradients_changes_without_a_new_run() -> None:
    made = session(InitSettings())
    before = histograms(made, "gradients", "normal")
    made.edit("gradient_axis", "linear")
    after = histograms(made, "gradients", "normal")
    assert (before.x_label, after.x_label) == ("log₁₀ |gradient|", "gradient")
    assert after.edges[0] == -3


def test_that_initializers_of_one_family_draw_the_same_numbers() -> None:
    linear = RESPONSES["identity"]
    he, xavier = signals(he_normal, linear, 7), signals(xavier_normal, linear, 7)
    np.testing.assert_allclose(he.outputs[0], np.sqrt(2) * xavier.outputs[0], rtol=1e-5, atol=1e-5)


def test_that_another_seed_gives_other_weights() -> None:
    one, other = (signals(he_normal, RESPONSES["ReLU"], seed) for seed in (0, 1))
    assert not np.array_equal(one.outputs[0], other.outputs[0])


def test_that_the_table_has_a_row_for_every_initializer() -> None:
    table = session(InitSettings()).record(Key("summary"))
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["normal", "small normal", "Xavier normal"]
