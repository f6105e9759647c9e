"""On what the figures were measured: the line above every table."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

CPUINFO, STAT = Path("/proc/cpuinfo"), Path("/proc/stat")


def processor() -> str:
    """As the system names it."""
    told = CPUINFO.read_text(encoding="utf-8").splitlines() if CPUINFO.is_file() else []
    names = [line.partition(":")[2].strip() for line in told if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def blas() -> str:
    """NumPy's library of matrix products, and the processor it takes this one for."""
    np.ones((2, 2)) @ np.ones((2, 2))
    found = next(info for info in threadpool_info() if info["user_api"] == "blas")
    return " ".join(str(found[key]) for key in ("internal_api", "version", "architecture") if found.get(key))


def library(name: str, package: str) -> str:
    try:
        return f"{name} {version(package)}"
    except PackageNotFoundError:
        return f"{name} absent"


def header() -> str:
    machine = f"{processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    parts = [machine, f"Python {platform.python_version()}", f"NumPy {np.__version__} ({blas()})"]
    parts += [library("PyTorch", "torch"), library("scikit-learn", "scikit-learn")]
    return " · ".join(parts) + "\nOurs and PyTorch have 2 threads each, the smallest net 1; float32."


class Load:
    """What other programs take of the processors from now on, where the system (Linux) counts it."""

    def __init__(self) -> None:
        self.busy, self.whole, self.own = counted()

    def told(self) -> str:
        """Beside much other load the ratios are worth little, above all those of two threads that wait for each other.
        A process of ours counts once it has ended."""
        busy, whole, own = (now - then for now, then in zip(counted(), (self.busy, self.whole, self.own), strict=True))
        return f"(other programs took {max(0.0, busy - own) / whole:.0%} of the machine meanwhile)" if whole else ""


def counted() -> tuple[float, float, float]:
    """Processor seconds since the start: busy, busy or idle, and of this process and its children that have ended."""
    if not STAT.is_file():
        return 0, 0, 0
    user, nice, system, idle, waiting, *others = map(int, STAT.read_text(encoding="ascii").split("\n")[0].split()[1:9])
    busy, tick = user + nice + system + sum(others), os.sysconf("SC_CLK_TCK")
    return busy / tick, (busy + idle + waiting) / tick, sum(os.times()[:4])
