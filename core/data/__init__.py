"""Datasets, preprocessing, loading, and 2-D surfaces to descend.

- `Library` is the one door: `Library(data_dir).digits("pen digits", train=10_000, test=1_000)`.
- Pictures are stored as bytes and turned into float32 when a batch is taken, so 60,000 digits cost 47 MB and not 188.
- `split` cuts a set into training, validation and test; `preprocessing` is fitted on the training part only.
- `read_csv` and `read_table` make a Dataset of one's own table; `columns_of` tells what its columns hold.
- `sequences` makes batches of sequences that differ in length.
- Nothing is preprocessed silently: whatever was done to the numbers stands in `Dataset.note`, and the window shows it.
- Nothing is downloaded while an experiment runs: absent data raises `MissingData`, and the caller decides.
"""
