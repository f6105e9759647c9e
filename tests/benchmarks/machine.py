"""On what the figures were measured: the line above every table."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

CPUINFO = Path("/proc/cpuinfo")


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
