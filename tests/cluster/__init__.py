"""A search on the computers of a Dask cluster, which here are two processes of this one.

run.py        the search that is run everywhere: trials of `hyperparameter-search`
test_dask     the same outcomes as on processes, also where a worker is lost, where Dask is installed (make cluster)
__main__      prints trials per minute of processes and of Dask side by side: python -m tests.cluster
"""
