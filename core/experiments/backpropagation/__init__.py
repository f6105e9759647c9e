"""Backpropagation: how derivatives flow backwards."""
