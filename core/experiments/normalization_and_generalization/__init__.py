"""Normalization and generalization: what keeps training well behaved, and what keeps it from learning by heart."""
