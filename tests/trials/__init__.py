"""Experiments of kinds that the course does not have yet, each one core file and one note.

`tests/contracts/test_trials.py` adds them, and the README's example, to a copy of the course and runs every contract.
"""
