"""Do pen digits resemble handwriting? A network that has seen nothing else reads the real MNIST test part.

    python -m tests.benchmarks.mnist_transfer [folder of MNIST]

784-256-128-10, ReLU, He, Adam .001, batch 100, 8 epochs of 20,000 pen digits. Prints one figure; the goal is .70.
"""

import os
import sys
from itertools import islice
from pathlib import Path

import numpy as np

from core.data.batches import batches
from core.data.dataset import Dataset
from core.data.errors import MissingData
from core.data.library import Library
from core.nn import CrossEntropy, Network, ReLU
from core.nn.mlp import mlp
from core.optim import Adam
from core.random import stream

BESIDE_THE_PROJECT = Path(__file__).parents[3] / "shared" / "mnist"
SAMPLES, EPOCHS, BATCH = 20_000, 8, 100


def reader(data: Dataset, seed: int = 0) -> Network:
    """A network trained on these digits."""
    net = Network(mlp((784, 256, 128, 10), ReLU), rng=stream(seed, "init"))
    loss, adam = CrossEntropy(), Adam(0.001)
    drawn = batches(len(data), BATCH, stream(seed, "data"))
    for rows in islice(drawn, EPOCHS * len(data) // BATCH):
        x, y = data.batch(rows)
        net.zero_grads()
        loss.forward(net.forward(x, training=True), y)
        net.backward(loss.backward())
        adam.update(net.values, net.grads)
    return net


def accuracy(net: Network, data: Dataset) -> float:
    parts = [net.forward(data.x[start : start + 1000]).argmax(axis=1) for start in range(0, len(data), 1000)]
    return float(np.mean(np.concatenate(parts) == data.y))


def measure(library: Library) -> float:
    """The share of the 10,000 MNIST test digits read rightly. Raises MissingData where MNIST is absent."""
    mnist = library.digits("MNIST").test.flat()
    return accuracy(reader(library.digits("pen digits", train=SAMPLES).train.flat()), mnist)


def main() -> None:
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CHALKGRAD_DATA", BESIDE_THE_PROJECT)
    try:
        share = measure(Library(Path(given)))
    except MissingData as missing:
        sys.exit(str(missing))
    print(f"trained on {SAMPLES:,} pen digits, right on MNIST's test part: {share:.4f} (goal .70)")


if __name__ == "__main__":
    main()
