"""Our numbers beside PyTorch's, in float64.

cases          what is compared: every layer, loss, optimizer, schedule and regularizer, and the inputs
ours           what our code makes of it
oracle         what PyTorch makes of it; every difference of definition is bridged here, with the reason
compare        how far two results may lie apart
record         python -m tests.parity.record writes PyTorch's results to data/*.npz (data_files reads them)
test_recorded  compares with these files, everywhere, without PyTorch
test_live      compares with PyTorch itself, on other inputs, where it is installed (make parity)
__main__       prints the largest difference of every kind as a table: python -m tests.parity
"""
