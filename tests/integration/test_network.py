"""Nothing asks the network: I30. Sockets to another machine raise, in all processes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

ROOT = Path(__file__).parents[2]
# Python runs this at its start, in each process that is begun.
GUARD = """
import os, socket

def told(address):
    with open(os.environ["ASKED"], "a") as log:
        log.write(repr(address) + "\\n")
    raise OSError("no network in this test")

def is_own(address):
    return isinstance(address, (str, bytes)) or address[0] in ("127.0.0.1", "localhost")

def guard(name):
    plain = getattr(socket.socket, name)
    def guarded(self, *given):
        if self.family != socket.AF_UNIX and not is_own(given[-1]):
            told(given[-1])
        return plain(self, *given)
    setattr(socket.socket, name, guarded)

for each in ("connect", "connect_ex", "sendto"):
    guard(each)
find = socket.getaddrinfo
def find_own(host, *given, **named):
    if host not in (None, "", "127.0.0.1", "localhost", "::1"):
        told((host,))
    return find(host, *given, **named)
socket.getaddrinfo = find_own
"""
WORK = """
import sys
from pathlib import Path
from releasing import make_ready
from vknz_research.demo.build import fill_study
from vknz_research.project import create_study
from vknz_research.project.dpia import write_dpia
from vknz_research.project.release import approve_release, make_release
from vknz_research.project.reporting import make_report

folder = Path(sys.argv[1])
with create_study(folder / "studie", "Proef") as study:
    fill_study(study)
    snapshot = study.freeze("v1")
    make_report(snapshot.path, "procesevaluatie", [], ["html"])
    study.transcript("I1-K-1").write(folder / "transcript.html")
    write_dpia(study, folder / "dpia.html")
made = make_release(make_ready(snapshot.path, folder / "klaar"), folder / "uit")
approve_release(made.path, "Ans")
print(approve_release(made.path, "Ben").path)
"""
LOADING = ("script/@src", "link/@href", "img/@src", "iframe/@src", "source/@src")


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that was made while no other machine could be asked."""
    folder = tmp_path_factory.mktemp("zonder")
    (folder / "guard").mkdir()
    (folder / "guard" / "sitecustomize.py").write_text(GUARD)
    places = os.pathsep.join(
        map(str, (folder / "guard", ROOT, ROOT / "tests", Path(__file__).parent))
    )
    environment = {
        **os.environ,
        "PYTHONPATH": places,
        "ASKED": str(folder / "asked"),
        "VKNZ_VAULTS": str(folder / "vaults"),
    }
    for command in (
        [sys.executable, "-c", WORK, str(folder)],
        [sys.executable, str(folder / "uit" / "reproduce.py")],
    ):
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
    return folder


def test_i30_the_guard_stops_whoever_asks(worked: Path, tmp_path: Path) -> None:
    ask = "import urllib.request; urllib.request.urlopen('http://example.org')"
    environment = {
        **os.environ,
        "PYTHONPATH": str(worked / "guard"),
        "ASKED": str(tmp_path / "asked"),
    }

    ended = subprocess.run(
        [sys.executable, "-c", ask],
        env=environment,
        check=False,
        stderr=subprocess.DEVNULL,
    )

    assert ended.returncode == 1
    assert "example.org" in (tmp_path / "asked").read_text()


def test_i30_demo_report_and_release_ask_no_other_machine(worked: Path) -> None:
    assert (worked / "uit" / "reproduce.py").exists()
    assert list((worked / "studie" / "reports").glob("*.html"))
    assert not (worked / "asked").exists()


def test_i30_no_page_loads_anything_from_elsewhere(worked: Path) -> None:
    pages = [p for p in worked.rglob("*.html") if "klaar" not in p.parts]
    found = []
    for path in pages:
        page = html.parse(str(path))
        loaded = [x for place in LOADING for x in page.xpath(f"//{place}")]
        styles = " ".join([*page.xpath("//style/text()"), *page.xpath("//@style")])
        loaded += re.findall(r"url\(\s*['\"]?([^)'\"]+)", styles)
        loaded += re.findall(r"@import[^;]+", styles)
        found += [(path.name, x) for x in loaded if not x.startswith(("data:", "#"))]

    assert len(pages) >= 4
    assert found == []
