"""`make bench`: all measurements, or those named (`python -m benchmarks store`)."""

import sys

from benchmarks import (
    agreement,
    frames,
    identifiers,
    reports,
    startup,
    store,
    workbench,
)
from benchmarks.timing import print_table

PARTS = {
    "agreement": agreement,
    "startup": startup,
    "store": store,
    "frames": frames,
    "reports": reports,
    "workbench": workbench,
}
IDENTIFIERS = "identifiers"


def main() -> None:
    """Run the parts and print one table."""
    wanted = sys.argv[1:] or [*PARTS, IDENTIFIERS]
    timed = [name for name in wanted if name != IDENTIFIERS]
    if timed:
        print_table([result for name in timed for result in PARTS[name].measure()])
    if IDENTIFIERS in wanted:  # figures of what is found, not times
        identifiers.print_figures()


if __name__ == "__main__":
    main()
