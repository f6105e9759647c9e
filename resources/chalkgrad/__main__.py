"""The program: `chalkgrad`, or `python -m chalkgrad`. The package, imported before this, has said where `main` is."""

import sys

from main import main

if __name__ == "__main__":
    sys.exit(main())
