"""The list of experiments, how its rows look, and its small pictures."""
