"""Looking into a network: what views, samples, scalars and metrics are made of.

weights.py      their histograms now and over time; filters before and now; how far an update moves them
activations.py  what each layer answers: histograms, maps, units that have died
gradients.py    how long they are
recurrent.py    the gates and states of a recurrent layer, time step by time step
timing.py       what each layer's passes take        binning.py   bins and counts

Every probe runs the network in inference mode, which keeps nothing, reads its arrays, or works on a replica: training
never notices. Layers are numbered by their weights and activations by themselves: "layer 1", "layer 2" …
"""

from core.training.probes.activations import ActivationProbe, dead_units, maps, stages
from core.training.probes.binning import bins, counted
from core.training.probes.gradients import gradient_norms
from core.training.probes.recurrent import RecurrentProbe
from core.training.probes.timing import LayerTimes
from core.training.probes.weights import SCALES, WeightPaths, WeightProbe, before_and_now, update_ratios, weights

__all__ = [
    "SCALES",
    "ActivationProbe",
    "LayerTimes",
    "RecurrentProbe",
    "WeightPaths",
    "WeightProbe",
    "before_and_now",
    "bins",
    "counted",
    "dead_units",
    "gradient_norms",
    "maps",
    "stages",
    "update_ratios",
    "weights",
]
