"""The command `vknz`: one short function per verb.

Facts go to standard output (JSON alone with --json), progress and messages to standard
error; the exit status is 0 only if all went well. Nothing heavy is imported before the
verb that needs it.
"""

import os
import sys

from vknz_research.cli.main import app
from vknz_research.errors import VknzError
from vknz_research.language import say

__all__ = ["app", "main"]


def main() -> None:
    """Run the command; say what went wrong in one sentence, without a traceback."""
    os.umask(0o077)  # what is made is for the owner alone
    try:
        app()
    except VknzError as error:
        print(f"vknz: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        # The disk or its rights, with the path; never the content of a file.
        place = error.filename or ""
        print(f"vknz: {place}: {error.strerror}", file=sys.stderr)
        sys.exit(1)
    except (UnicodeError, OverflowError) as error:
        # What was typed cannot be a text, or not a number that anything counts.
        wrong = say(nl="onleesbare tekst of getal", en="unreadable text or number")
        print(f"vknz: {wrong} ({type(error).__name__})", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        stopped = say(nl="vknz: afgebroken", en="vknz: stopped")
        print(stopped, file=sys.stderr)
        sys.exit(130)
