"""`make bench`: all measurements, or those named (`python -m benchmarks store`)."""

import sys

from benchmarks import (
    agreement,
    analyses,
    dashboard,
    frames,
    identifiers,
    media,
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
    "analyses": analyses,
    "reports": reports,
    "workbench": workbench,
    "dashboard": dashboard,
}
IDENTIFIERS = "identifiers"
MEDIA = "media"


def main() -> None:
    """Run the parts and print one table."""
    wanted = sys.argv[1:] or [*PARTS, IDENTIFIERS, MEDIA]
    timed = [name for name in wanted if name in PARTS]
    if timed:
        print_table([result for name in timed for result in PARTS[name].measure()])
    if IDENTIFIERS in wanted:  # figures of what is found, not times
        identifiers.print_figures()
    if MEDIA in wanted:
        media.print_figures()


if __name__ == "__main__":
    main()
