"""The command line, with worker processes that do what `fake` does: `python -m tests.batch.program batch …`."""

import functools
import sys

from revive.__main__ import main
from revive.batch import make
from revive.batch.workers import LocalWorkers
from tests.batch.fakes import fake

if __name__ == "__main__":
    make.LocalWorkers = functools.partial(LocalWorkers, make=fake)
    sys.exit(main())
