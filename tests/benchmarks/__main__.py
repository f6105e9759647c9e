"""The benchmark table: `make bench`. Every figure is a ratio of two things measured in turn in the same run."""

from tests.benchmarks import training

if __name__ == "__main__":
    for line in training.report():
        print(line, flush=True)
