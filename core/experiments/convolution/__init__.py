"""Convolution: what filters see."""
