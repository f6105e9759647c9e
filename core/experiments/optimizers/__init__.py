"""Optimizers: how a network walks downhill."""
