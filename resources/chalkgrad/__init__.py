"""Chalkgrad as it is installed: what stands at the top of the repository lies in this folder, inside one package.

The parts of the program import one another as `core`, `gui`, `main` and `resources`. In site-packages such names may be
anybody's: whichever package was installed last would replace the other's files, and take them along when it is removed.
So ours lie in here, and importing this package puts its folder first where Python looks: in this process `core` means
ours, and in those that it spawns, which are handed `sys.path`. A script or a notebook begins with `import chalkgrad`.

(After `pip install -e`, for developers, nothing lies beside this file, and the parts are found in the repository.)
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent

for name in ("core", "gui", "resources"):
    if name in sys.modules and (FOLDER / name).is_dir() and str(FOLDER / name) not in sys.modules[name].__path__:
        raise ImportError(f"another package called {name} has been imported already; import chalkgrad before it")
if sys.path[:1] != [str(FOLDER)]:
    sys.path.insert(0, str(FOLDER))
