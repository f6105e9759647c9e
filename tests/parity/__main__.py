"""The table: how far our results lie from PyTorch's, computed now. python -m tests.parity (needs PyTorch)"""

from collections.abc import Iterator

import torch

from tests.parity import cases, oracle, ours
from tests.parity.compare import LIMIT, errors
from tests.parity.ours import Results
from tests.parity.test_live import SEEDS

Rows = dict[tuple[str, str], dict[str, float]]
PASSES = ("forward", "backward", "20 updates")
FORWARD, BACKWARD = {"L", "lr", "g", "mean", "variance", "inference"}, {"dx", "dw", "dy"}


def compared() -> Iterator[tuple[str, str, Results, Results]]:
    """Group, name, our results and PyTorch's."""
    for seed in SEEDS:
        for case in cases.LAYERS:
            given = cases.layer_inputs(case, seed)
            yield "layers", type(case.make()).__name__, ours.layer(case, given), oracle.layer(case, given)
        for loss in cases.LOSSES:
            given = cases.loss_inputs(loss, seed)
            yield "losses", type(loss.make()).__name__, ours.loss(loss, given), oracle.loss(loss, given)
        for name in cases.OPTIMIZERS:
            given = cases.optimizer_inputs(name, seed)
            yield "optimizers", name, ours.optimizer(name, given), oracle.optimizer(name, given)
        for name in cases.REGULARIZERS:
            given = cases.optimizer_inputs(name, seed)
            yield "regularizers", name, ours.regularizer(name, given), oracle.regularizer(name, given)
    for name in cases.SCHEDULES:
        yield "schedules", name, ours.schedule(name), oracle.schedule(name)


def which(group: str, array: str) -> str:
    """In which pass an array of the results is made. A loss's y is where 20 updates have moved the scores."""
    if array in FORWARD or (array == "y" and group == "layers"):
        return "forward"
    return "backward" if array in BACKWARD else "20 updates"


def table() -> Rows:
    """The largest relative difference of each kind in each pass."""
    rows: Rows = {}
    for group, name, found, expected in compared():
        row = rows.setdefault((group, name), {})
        for array, error in errors(found, expected).items():
            row[which(group, array)] = max(error, row.get(which(group, array), 0.0))
    return rows


def main() -> None:
    rows = table()
    print(
        f"\nOurs beside PyTorch {torch.__version__}, float64: the largest relative difference, by the norm of an array"
    )
    print(f"{'':14}{'':26}" + "".join(f"{name:>12}" for name in PASSES))
    for (group, name), row in rows.items():
        print(f"{group:14}{name:26}" + "".join(f"{row[p]:12.0e}" if p in row else f"{'':12}" for p in PASSES))
    worst = max(error for row in rows.values() for error in row.values())
    print(f"largest of all {worst:.1e}, limit {LIMIT:.0e}")


if __name__ == "__main__":
    main()
