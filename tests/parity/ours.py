"""What our code makes of the cases: named float64 arrays."""

import numpy as np

from core import nn, optim
from tests.contracts.layer_cases import Case
from tests.parity import cases
from tests.parity.cases import Given, LossCase

Results = dict[str, nn.Array]


def layer(case: Case, given: Given) -> Results:
    """y, dx and dw of Σ t y; what else the layer keeps, and its y in inference where that is another; then where 20
    steps of SGD on ½ Σ (y − t)² move the weights, or x where there are none."""
    x, t = given.x.astype(float), given.t.astype(float)
    net = case.network()
    net.values[...] = given.w
    found = {"y": net.forward(x, training=True).copy(), "dx": net.backward(t).copy(), "dw": net.grads.copy()}
    found |= {name.split(".")[-1]: array.copy() for name, array in net.state().items()}
    if case.random:
        found["inference"] = net.forward(x)
    loss, rule = nn.MSE("half"), optim.SGD(cases.RATE)
    for _ in range(cases.STEPS):
        loss.forward(net.forward(x, training=True), t)
        net.zero_grads()
        dx = net.backward(loss.backward())
        if net.parameter_count:
            rule.update(net.values, net.grads)
        else:
            rule.update(x.reshape(-1), dx.reshape(-1))
    return found | ({"w": net.values} if net.parameter_count else {"x": x})


def loss(case: LossCase, given: Given) -> Results:
    """L and dy; then the scores after 20 steps of SGD on themselves."""
    made, y, rule = case.make(), given.x.astype(float), optim.SGD(cases.RATE)
    found = {"L": np.array(made.forward(y, given.t)), "dy": made.backward().copy()}
    for _ in range(cases.STEPS):
        made.forward(y, given.t)
        rule.update(y.reshape(-1), made.backward().reshape(-1))
    return found | {"y": y}


def optimizer(name: str, given: Given) -> Results:
    """w after each of 20 steps."""
    rule, w, path = cases.OPTIMIZERS[name](), given.w.astype(float), []
    for step, g in enumerate(given.x.astype(float)):
        rule.update(w, g, cases.rate_at(name, rule.lr, step))
        path.append(w.copy())
    return {"w": np.array(path)}


def schedule(name: str) -> Results:
    """The rate at every step, and where 20 updates with these rates lead."""
    made, rule, w, path = cases.SCHEDULES[name], optim.Adam(), np.zeros(len(cases.SLOPES[0])), []
    for step, g in enumerate(cases.SLOPES):
        rule.update(w, g, made(step))
        path.append(w.copy())
    return {"lr": np.array([made(step) for step in range(cases.SCHEDULE_STEPS)]), "w": np.array(path)}


def regularizer(name: str, given: Given) -> Results:
    """The gradients it leaves in 20 updates, and where they lead."""
    w, left, rule = given.w.astype(float), [], optim.SGD(cases.RATE)
    penalty = cases.REGULARIZERS[name](np.ones(len(w), bool))
    for g in given.x.astype(float):
        penalty(w, g)
        left.append(g)
        rule.update(w, g)
    return {"g": np.array(left), "w": w}
