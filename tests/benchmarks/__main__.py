"""The benchmark tables: `make bench`, or `python -m tests.benchmarks training scaling` for some of them.

Every figure is a ratio of two things measured in turn in the same run, or says what it was measured beside.
"""

import sys

from tests.benchmarks import growth, history, imports, instant, machine, memory, scaling, tables, training, window

SECTIONS = {
    "window": window.report,
    "instant": instant.report,
    "history": history.report,
    "training": training.report,
    "memory": memory.report,
    "tables": tables.report,
    "growth": growth.report,
    "scaling": scaling.report,
    "imports": imports.report,
}


def main() -> None:
    names = sys.argv[1:] or list(SECTIONS)
    if unknown := [name for name in names if name not in SECTIONS]:
        sys.exit(f"there is no section {unknown[0]!r}; there are {', '.join(SECTIONS)}")
    print(machine.header())
    for name in names:
        load = machine.Load()
        print()
        for line in SECTIONS[name]():
            print(line, flush=True)
        print(load.told())


if __name__ == "__main__":
    main()
