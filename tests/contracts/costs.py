"""What an update of an experiment costs on two quiet cores, in milliseconds, as `make expected` has printed it.

The suite counts with these figures and never looks at a clock, so that it runs the same claims on every computer.
"""

USUAL = 0.3
MILLISECONDS = {
    "activation-race": 7.0,
    "batch-norm": 20.0,
    "batch-norm-inside": 2.5,
    "convnet-features": 30.0,
    "digits-mlp": 4.0,
    "dropout": 6.0,
    "early-stopping": 2.5,
    "ensemble": 5.0,
    "function-fitting": 0.6,
    "hyperparameter-search": 120.0,
    "init-training": 7.0,
    "learning-rate": 5.0,
    "linear-collapse": 0.8,
    "optimizer-race": 6.0,
    "overfitting": 28.0,
    "saddle-point": 1.0,
    "training-loop": 0.6,
    "weight-decay": 8.0,
}
PATIENCE = 3000.0  # milliseconds that a claim may cost in the suite; CHALKGRAD_LONG=1 runs them all


def cost(id: str, steps: int) -> float:
    """Milliseconds of so many updates."""
    return steps * MILLISECONDS.get(id, USUAL)
