"""Driving a real browser: Chromium, JupyterLab on a study, notebooks, a bare page.

Tests use the fixtures of `conftest.py`; benchmarks use these functions themselves.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, Playwright, Request, Route

from vknz_research.project.lab import OPTIONS, prepare_lab

ROOT = Path(__file__).parents[2]
# The shell is the same browser without the windows that nobody sees: a quarter of the work.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)
NEAR = {"127.0.0.1", "localhost", "[::1]", "::1"}
PATIENCE_S = 60
Handle = Callable[[dict[str, Any]], dict[str, Any]]


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start Chromium without a window."""
    return playwright.chromium.launch(
        executable_path=find_chromium(), args=list(ARGUMENTS)
    )


# JupyterLab's own words when a kernel restarts while it still asked something of it.
LAB_SAYS = ("Canceled future for",)


@dataclass
class Watch:
    """What went wrong in a page: errors, and requests to other machines.

    A test that provokes an error names a part of it in `expected`.
    """

    errors: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    @property
    def surprises(self) -> list[str]:
        """List what nobody expected."""
        known = [*self.expected, *LAB_SAYS]
        told = [e for e in self.errors if not any(x in e for x in known)]
        return told + [f"asked for {url}" for url in self.far]

    def look(self, request: Request) -> None:
        """Note a request that leaves this machine."""
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob", "about", "file"} and (
            parts.hostname not in NEAR
        ):
            self.far.append(request.url[:200])


def watch(page: Page, expected: list[str] | None = None) -> Watch:
    """Note from now on what goes wrong in a page."""
    seen = Watch(expected=[] if expected is None else expected)
    page.on(
        "console",
        lambda m: seen.errors.append(m.text[:600]) if m.type == "error" else None,
    )
    page.on("pageerror", lambda error: seen.errors.append(f"{error}"[:1500]))
    page.on("request", seen.look)
    return seen


def find_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def serving(
    command: Sequence[str], address: str, environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; the block begins when it answers."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            list(command),
            stdout=out,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,
        )
        try:
            _await_answer(process, address, log)
            yield process
        finally:
            _stop(process)


def _await_answer(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped: {log.read_text()[-3000:]}")
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=2).read()
            return
        if time.monotonic() > end:
            raise RuntimeError(f"no answer: {log.read_text()[-3000:]}")
        time.sleep(0.1)


def _stop(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@dataclass(frozen=True)
class Lab:
    """A JupyterLab that runs: its address, its folder, and the study in it."""

    address: str
    token: str
    root: Path
    study: Path

    def copy_study(self) -> Path:
        """Return a new copy of the study, beside the first."""
        return copy_study(self.study, self.root / f"studie-{uuid4().hex[:8]}")


def copy_study(study: Path, to: Path) -> Path:
    """Copy a study without what was made from it."""
    left_out = shutil.ignore_patterns("snapshots", "reports", ".jupyter", ".ipython")
    return Path(shutil.copytree(study, to, ignore=left_out))


@contextmanager
def run_lab(study: Path) -> Iterator[Lab]:
    """Run JupyterLab on a copy of a study, apart from the settings of this person.

    Kernels speak over sockets in a folder, whose path must be short.
    """
    root = Path(tempfile.mkdtemp(prefix="vknz-lab-"))
    mine = copy_study(study, root / "studie")
    port, token = find_port(), secrets.token_hex(16)
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, "--no-browser"]
    command += ["--allow-root", f"--port={port}", "--ServerApp.port_retries=0"]
    command += [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}"]
    command += ["--KernelManager.transport=ipc", "--expose-app-in-browser"]
    address = f"http://127.0.0.1:{port}"
    try:
        ready = f"{address}/api"
        with serving(command, ready, _lab_environment(root, mine), root / "lab.log"):
            yield Lab(address, token, root, mine)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _lab_environment(root: Path, study: Path) -> dict[str, str]:
    home = root / "home"
    return {
        **prepare_lab(study),
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(root / "run"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "VKNZ_LANGUAGE": "nl",
    }


OPEN = """async (path) => {
  const app = window.jupyterapp;
  await app.restored;
  const shown = {path, factory: 'Notebook'};
  const panel = await app.commands.execute('docmanager:open', shown);
  await panel.context.ready;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
  window.vknzPanel = panel;
}"""
RUN = """async () => {
  const app = window.jupyterapp, panel = window.vknzPanel;
  app.shell.activateById(panel.id);
  await app.commands.execute('notebook:run-all-cells');
  await panel.sessionContext.session.kernel.info;
  const cells = [...panel.content.widgets].filter(c => c.model.type === 'code');
  const all = cells.flatMap(c => [...Array(c.model.outputs.length).keys()]
    .map(i => c.model.outputs.get(i).toJSON()));
  return all.filter(o => o.output_type === 'error')
    .map(o => o.ename + ': ' + o.evalue);
}"""
KERNEL = """async (code) => {
  const kernel = window.vknzPanel.sessionContext.session.kernel;
  const asked = kernel.requestExecute({code, store_history: false});
  let said = '', wrong = '';
  asked.onIOPub = m => {
    if (m.header.msg_type === 'stream') said += m.content.text;
    if (m.header.msg_type === 'error')
      wrong = m.content.ename + ': ' + m.content.evalue;
  };
  await asked.done;
  if (wrong) throw new Error(wrong);
  return said;
}"""
RESTART = """async () => {
  const kernel = window.vknzPanel.sessionContext.session.kernel;
  await kernel.restart();
  await kernel.info;
}"""
THEME = """async (theme) => {
  await window.jupyterapp.commands.execute('apputils:change-theme', {theme});
}"""


@dataclass
class Notebook:
    """A notebook that is open in a page of JupyterLab."""

    page: Page
    lab: Lab
    path: Path

    def run_all(self) -> None:
        """Run all cells; an error in one of them is an error here."""
        wrong = self.page.evaluate(RUN)
        assert not wrong, wrong

    def kernel(self, code: str) -> str:
        """Run code in the kernel; return what it printed."""
        said: str = self.page.evaluate(KERNEL, code)
        return said

    def restart(self) -> None:
        """Start the kernel anew: what it held in memory is gone."""
        self.page.evaluate(RESTART)

    def set_theme(self, name: str) -> None:
        """Show JupyterLab as 'JupyterLab Light' or 'JupyterLab Dark'."""
        self.page.evaluate(THEME, name)
        light = json.dumps("Light" in name)
        shown = f'body[data-jp-theme-light="{light}"]'
        self.page.wait_for_selector(shown, state="attached")

    def reload(self) -> None:
        """Load the page anew and open the notebook; the kernel goes on."""
        _open(self.page, self.lab, self.path)


def write_notebook(lab: Lab, cells: Sequence[str]) -> Path:
    """Write a notebook of code cells in the folder of JupyterLab."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = new_notebook(
        cells=[new_code_cell(cell) for cell in cells], metadata={"kernelspec": kernel}
    )
    path = lab.root / f"proef-{uuid4().hex[:8]}.ipynb"
    nbformat.write(made, path)
    return path


def open_notebook(page: Page, lab: Lab, cells: Sequence[str]) -> Notebook:
    """Open a new notebook of these cells and wait for its kernel."""
    path = write_notebook(lab, cells)
    _open(page, lab, path)
    return Notebook(page, lab, path)


def _open(page: Page, lab: Lab, path: Path) -> None:
    page.goto(f"{lab.address}/lab?reset&token={lab.token}")
    page.wait_for_function(
        "() => window.jupyterapp !== undefined", timeout=PATIENCE_S * 1000
    )
    page.evaluate(OPEN, path.name)


BENCH = "http://127.0.0.1/werkbank"  # Playwright answers: nothing listens there
# The variables of JupyterLab's themes that a widget may lean on.
THEMES = {
    "light": {
        "layout-color0": "#fff",
        "layout-color1": "#fff",
        "layout-color2": "#eee",
        "border-color2": "#e0e0e0",
        "content-font-color0": "rgba(0,0,0,1)",
    },
    "dark": {
        "layout-color0": "#111",
        "layout-color1": "#212121",
        "layout-color2": "#424242",
        "border-color2": "#616161",
        "content-font-color0": "#fff",
    },
}
MOUNT = """async ([js, css, state]) => {
  const style = document.createElement('style');
  style.textContent = css;
  document.head.append(style);
  const url = URL.createObjectURL(new Blob([js], {type: 'text/javascript'}));
  const module = await import(url);
  const widget = typeof module.default === 'function'
    ? await module.default() : module.default;
  const heard = new Map();
  const tell = (event, ...rest) =>
    [...(heard.get(event) ?? [])].forEach(listener => listener(...rest));
  const model = {
    get: name => state[name],
    set: (name, value) => { state[name] = value; },
    save_changes: () => {},
    on: (event, listener) => {
      if (!heard.has(event)) heard.set(event, new Set());
      heard.get(event).add(listener);
    },
    off: (event, listener) => {
      if (listener) heard.get(event)?.delete(listener);
      else heard.delete(event);
    },
    send: content => {
      if (window.vknzCut) return;
      window.vknzHandle(content).then(answer => {
        if (!window.vknzCut && answer) tell('msg:custom', answer, []);
      });
    },
  };
  window.vknzTell = message => tell('msg:custom', message, []);
  const el = document.getElementById('el');
  await widget.initialize?.({model});
  window.vknzCleanUp = await widget.render({model, el});
}"""


@dataclass
class Bench:
    """A widget on a bare page: its messages go straight to a function in Python.

    `sent` holds what the browser sent and `answers` what it got, in order.
    """

    page: Page
    handle: Handle
    sent: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, _: object, message: dict[str, Any]) -> dict[str, Any]:
        """Answer a message of the browser."""
        self.sent.append(message)
        made = json.loads(json.dumps(self.handle(message)))
        self.answers.append(made)
        return dict(made)

    def push(self, message: dict[str, Any]) -> None:
        """Send a message that the browser did not ask for."""
        self.page.evaluate("message => window.vknzTell(message)", message)

    def cut(self, *, is_cut: bool = True) -> None:
        """Break the line: messages and answers get lost, until it is mended."""
        self.page.evaluate("cut => { window.vknzCut = cut }", is_cut)


def draw_bench(theme: str) -> str:
    """Return the bare page on which a widget is mounted."""
    values = "".join(f"--jp-{k}: {v}; " for k, v in THEMES[theme].items())
    is_light = json.dumps(theme == "light")
    return (
        '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Werkbank</title>'
        f'<link rel="icon" href="data:,"><style>:root {{ {values} }} body {{ margin: 0; '
        "background: var(--jp-layout-color0) }</style>"
        f'<body data-jp-theme-light="{is_light}"><div id="el"></div></body></html>'
    )


def open_bench(
    page: Page,
    scripts: tuple[str, str],
    handle: Handle,
    *,
    theme: str = "light",
    state: Mapping[str, Any] | None = None,
    address: str = BENCH,
) -> Bench:
    """Mount a widget, its ES module and style sheet as text, on a bare page.

    A page that plays recordings must truly come from this machine: give its `address`
    at a server that listens.
    """
    bench = Bench(page, handle)
    body = draw_bench(theme)

    def fulfil(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    if address == BENCH:
        page.route(BENCH, fulfil)
    page.expose_binding("vknzHandle", bench.answer)
    page.goto(address)
    page.evaluate(MOUNT, [*scripts, dict(state or {})])
    return bench
