"""MNIST: its files (files.py), their format (idx.py), and how they are downloaded (download.py)."""
