"""The benchmark table: `make bench`. Every figure is a ratio of two things measured in turn in the same run."""

import sys

from tests.benchmarks import training, window

if __name__ == "__main__":
    sections = {"window": window.report, "training": training.report}
    for name in sys.argv[1:] or sections:
        for line in sections[name]():
            print(line, flush=True)
        print()
