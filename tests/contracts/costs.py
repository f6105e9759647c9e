"""What an update of an experiment costs on two quiet cores, in milliseconds, as `make expected` has printed it.

The suite counts with these figures and never looks at a clock, so that it runs the same claims on every computer.
"""

USUAL = 0.3
MILLISECONDS = {
    "batch-norm-inside": 2.5,
    "convnet-features": 20.0,
    "digits-mlp": 5.0,
    "early-stopping": 2.5,
    "dropout": 6.0,
    "optimizer-race": 7.0,
    "weight-decay": 8.0,
}
PATIENCE = 3000.0  # milliseconds that a claim may cost in the suite; CHALKGRAD_LONG=1 runs them all


def cost(id: str, steps: int) -> float:
    """Milliseconds of so many updates."""
    return steps * MILLISECONDS.get(id, USUAL)
