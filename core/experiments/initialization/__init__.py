"""Initialization: where a network starts."""
