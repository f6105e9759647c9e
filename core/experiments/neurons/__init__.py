"""Neurons: what one can compute, and what layers of them can."""
