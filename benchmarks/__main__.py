"""`make bench`: all measurements, or those named (`python -m benchmarks store`)."""

import sys

from benchmarks import agreement, frames, reports, startup, store, workbench
from benchmarks.timing import print_table

PARTS = {
    "agreement": agreement,
    "startup": startup,
    "store": store,
    "frames": frames,
    "reports": reports,
    "workbench": workbench,
}


def main() -> None:
    """Run the parts and print one table."""
    wanted = sys.argv[1:] or list(PARTS)
    print_table([result for name in wanted for result in PARTS[name].measure()])


if __name__ == "__main__":
    main()
