"""Write what PyTorch computes to data/*.npz, with the inputs: python -m tests.parity.record (needs PyTorch)."""

import numpy as np
import torch

from tests.parity import cases, oracle
from tests.parity.cases import Given
from tests.parity.data_files import DATA
from tests.parity.ours import Results

SEED = 2


def entries(name: str, given: Given, results: Results) -> Results:
    """Keys "case|x", "case|t", "case|w" for what went in and "case|= y" … for what came out."""
    inputs = {f"{name}|{key}": array for key, array in given._asdict().items() if array.size}
    return inputs | {f"{name}|= {key}": array for key, array in results.items() if array.size}


def write(file: str, arrays: Results) -> None:
    np.savez_compressed(DATA / file, **arrays, version=np.array(torch.__version__))


def kinks() -> Results:
    """Where a slope is not defined: what PyTorch says there, as it is."""
    x = torch.tensor([-1.0, 0.0, 1.0], dtype=torch.float64, requires_grad=True)
    found: Results = {}
    for kind in (oracle.nn.ReLU, oracle.nn.LeakyReLU, oracle.nn.HardTanh, oracle.nn.ELU):
        y = oracle.SIMPLE[kind](kind(), x)
        found[kind.__name__] = torch.autograd.grad(y.sum(), x)[0].numpy()
    ties = torch.tensor([[0.0, 1.0], [1.0, 1.0]], dtype=torch.float64, requires_grad=True)
    pooled = torch.nn.functional.max_pool2d(ties[None, None], 2)
    return found | {"MaxPool2d": torch.autograd.grad(pooled.sum(), ties)[0].numpy()}


def main() -> None:
    DATA.mkdir(exist_ok=True)
    layers, losses, rules = {}, {}, {}
    for case in cases.LAYERS:
        given = cases.layer_inputs(case, SEED)
        layers |= entries(case.name, given, oracle.layer(case, given))
    for loss in cases.LOSSES:
        given = cases.loss_inputs(loss, SEED)
        losses |= entries(loss.name, given, oracle.loss(loss, given))
    for name in cases.OPTIMIZERS:
        given = cases.optimizer_inputs(name, SEED)
        twin, unbridged = oracle.optimizer(name, given), oracle.optimizer(name, given, bridged=False)
        if not np.allclose(unbridged["w"], twin["w"], rtol=1e-9):
            twin["unbridged"] = unbridged["w"]
        rules |= entries(name, given, twin)
    for name in cases.REGULARIZERS:
        given = cases.optimizer_inputs(name, SEED)
        rules |= entries(name, given, oracle.regularizer(name, given))
    rates = {f"{name}|= {key}": a for name in cases.SCHEDULES for key, a in oracle.schedule(name).items()}
    for file, arrays in (("layers", layers), ("losses", losses), ("rules", rules), ("schedules", rates)):
        write(f"{file}.npz", arrays)
    write("kinks.npz", kinks())
    print(f"{sum(file.stat().st_size for file in DATA.glob('*.npz')) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
