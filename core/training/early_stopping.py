"""Stop when the validation part no longer gets better, and go back to where it was best; or only mark the stop."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field

import numpy as np

from core.array import Array
from core.nn.network import Network
from core.run.tick import DIVERGED, NOTHING, Key, Tick, Ticks

STOPPED = "stopped early"
RESTORED = "best weights restored"


@dataclass
class EarlyStopping:
    """A run of `train` that ends after `patience` measurements of `key` in a row without a new best.

        probes = Probes(metrics=(Metric(100, loss_on(net, CrossEntropy(), validation)),))
        stopping = EarlyStopping(net, Key("validation loss"), patience=5)
        for tick in stopping.monitor(train(net, …, probes)): …

    The lowest value is the best, or the highest (`rising=True`, for an accuracy). However the run ends (by patience,
    diverged, the feed is over), the last tick finds the weights of the best measurement in the network, with what
    batch norm keeps; the optimizer's memory stays. `patience` may be changed while it runs. A run that is closed
    from outside is left as it is. Needs a part of the data that neither trains nor tests.

    `stop=False` marks the stop and runs on, so that the two may be compared: the tick where patience is over carries
    the event, from there on nothing is judged, and the network is left to its training. `best_replica()` is the network
    that would have been kept, and `restore()` puts its weights back.
    """

    net: Network
    key: Key
    patience: int = 5
    rising: bool = False
    stop: bool = True
    best: float | None = field(default=None, init=False)
    best_step: int = field(default=0, init=False)
    waited: int = field(default=0, init=False)
    stopped: bool = field(default=False, init=False)
    _kept: list[Array] = field(default_factory=list, init=False, repr=False)

    def monitor(self, run: Ticks) -> Ticks:
        """The same ticks; the last one carries the event."""
        last = Tick(0)
        for tick in run:
            if tick is None:
                yield None
                continue
            last = self._judged(tick)
            if self.stop and self.stopped:
                run.close()
            if self.stop and (self.stopped or _diverged(tick)):
                self.restore()
            yield last
            if self.stop and self.stopped:
                return
        if self.stop and not _diverged(last):
            self.restore()
            yield last._replace(scalars=NOTHING, samples=NOTHING, events={self.key: RESTORED})

    def restore(self) -> None:
        """Put the best weights, and what batch norm kept with them, into the network."""
        self._put(self.net)

    def _put(self, net: Network) -> None:
        for array, kept in zip(_arrays(net), self._kept, strict=False):  # nothing kept: nothing was measured
            array[...] = kept

    def best_replica(self) -> Network:
        """A network of its own with the best weights, and what batch norm kept with them."""
        best = copy.deepcopy(self.net)
        self._put(best)
        return best

    def _judged(self, tick: Tick) -> Tick:
        """The tick, with the event where patience is over; not again after it, and not where the run diverged."""
        if self.stopped:
            return tick
        if self.key in tick.scalars:
            self._judge(tick.scalars[self.key], tick.step)
        if self.waited < self.patience or _diverged(tick):
            return tick
        self.stopped = True
        return tick._replace(events={**tick.events, self.key: STOPPED})

    def _judge(self, value: float, step: int) -> None:
        better = self.best is None or (value > self.best if self.rising else value < self.best)
        if better and np.isfinite(value):
            self.best, self.best_step, self.waited = value, step, 0
            self._kept = [array.copy() for array in _arrays(self.net)]
        else:
            self.waited += 1


def _arrays(net: Network) -> list[Array]:
    return [net.values, *net.state().values()]


def _diverged(tick: Tick) -> bool:
    return DIVERGED in tick.events.values()
