"""What holds for every test, and for every program that a test starts.

Byte code is kept, so that a program is not compiled anew each time. One thread multiplies matrices, as in `detente`;
within the tests it has to be said before numpy is imported.
"""

from __future__ import annotations

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
