"""What the figures of each note are compared with: one file an experiment. `note_figures.py` says how."""
