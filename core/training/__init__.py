"""Training networks: one loop, races of several, evaluation, probes, early stopping, checkpoints, search."""
