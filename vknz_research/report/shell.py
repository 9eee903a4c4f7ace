"""An IPython shell that hands back the outputs of a cell as a notebook keeps them."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class _Hook(DisplayHook):
    """Keeps the value of the last line of a cell."""

    shell: Any

    def start_displayhook(self) -> None:
        """Write nothing before a value."""

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Keep a value in all its forms."""
        self.shell.outputs.append(
            {
                "output_type": "execute_result",
                "execution_count": self.shell.execution_count,
                "data": format_dict,
                "metadata": md_dict or {},
            }
        )

    def finish_displayhook(self) -> None:
        """Write nothing after a value."""


class _Publisher(DisplayPublisher):
    """Keeps what a cell displays."""

    shell: Any

    def publish(
        self, data: Any, metadata: Any = None, source: Any = None, **_: Any
    ) -> None:
        """Keep a display in all its forms."""
        del source
        self.shell.outputs.append(
            {"output_type": "display_data", "data": data, "metadata": metadata or {}}
        )

    def clear_output(self, wait: bool = False) -> None:  # noqa: FBT001, FBT002 - IPython's
        """Forget what was displayed so far."""
        del wait
        self.shell.outputs.clear()


class CellShell(InteractiveShell):
    """Runs cells without a history file, and keeps their outputs."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)

    def __init__(self, **options: Any) -> None:
        self.outputs: list[dict[str, Any]] = []
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        super().__init__(config=config, **options)  # type: ignore[no-untyped-call]

    @classmethod
    def make_own(cls) -> "CellShell":
        """Return the shell of this process.

        A fork of a kernel inherits the kernel's shell, which it must not use.
        """
        InteractiveShell.clear_instance()
        return cls.instance()

    def run(self, source: str) -> list[dict[str, Any]]:
        """Run a cell and return its outputs in the shape of a notebook."""
        self.outputs = []
        streams = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        with redirect_stdout(streams["stdout"]), redirect_stderr(streams["stderr"]):
            self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        written = [
            {"output_type": "stream", "name": name, "text": stream.getvalue()}
            for name, stream in streams.items()
            if stream.getvalue()
        ]
        return [*written, *self.outputs]

    def _showtraceback(self, etype: type[BaseException], evalue: Any, stb: Any) -> None:
        self.outputs.append(
            {
                "output_type": "error",
                "ename": etype.__name__,
                "evalue": str(evalue),
                "traceback": [_ANSI.sub("", line) for line in stb],
            }
        )
