"""The README's pictures: every experiment at its first preset, drawn by the command line (`make pictures`)."""

import subprocess
import sys
from pathlib import Path

from core.experiments import catalog

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "resources" / "pictures"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in catalog():
        picture = FOLDER / f"{name}.png"
        arguments = [name, "--preset", "Quick", "--size", "1280x720", "--capture", picture]
        subprocess.run([sys.executable, ROOT / "main.py", *arguments], check=True)
        print(picture.relative_to(ROOT))


if __name__ == "__main__":
    main()
