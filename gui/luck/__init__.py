"""Is it luck? More seeds beside the run that is shown: what begins and ends them (luck.py), their chip (chip.py)."""
