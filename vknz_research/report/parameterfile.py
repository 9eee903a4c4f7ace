"""The parameters of a report as a file: whoever has it makes the same report again.

It is YAML with the names that the notebooks take, so that `papermill -f` reads it too.
"""

from pathlib import Path
from typing import Any, Final

import yaml

from vknz_research.errors import ParametersFileError
from vknz_research.language import current_language
from vknz_research.report.parameters import KNOWN, Parameters

SUFFIXES: Final = frozenset({".yml", ".yaml"})
HEADING: Final = {
    "nl": "# Het rapport zoals het is samengesteld. Opnieuw maken:\n#   {command}\n",
    "en": "# The report as it was composed. To make it again:\n#   {command}\n",
}


def read_parameters(path: Path) -> Parameters:
    """Read a parameters file; what it says is checked as what is typed is.

    A file without a name is called as the file is.
    """
    found = _load(path)
    report = found.pop("report", "")
    if not isinstance(report, str) or not report:
        raise ParametersFileError(
            file=path.name,
            reason_nl="er staat niet in welk rapport (report: procesevaluatie)",
            reason_en="it does not say which report (report: procesevaluatie)",
        )
    return Parameters.make(report, {"name": path.stem, **found})


def _load(path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ParametersFileError(
            file=path.name,
            reason_nl="het is er niet of is niet te lezen",
            reason_en="it is not there or cannot be read",
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _no_yaml(path) from error
    if not isinstance(found, dict):
        raise _no_yaml(path)
    return {str(key): value for key, value in found.items()}


def _no_yaml(path: Path) -> ParametersFileError:
    return ParametersFileError(
        file=path.name,
        reason_nl="het is geen YAML met namen en waarden",
        reason_en="it is no YAML with names and values",
    )


def write_parameters(parameters: Parameters, path: Path) -> Path:
    """Write a parameters file; it is whole or it is not there."""
    half = path.with_name(f".{path.name}.half")
    half.write_text(render_parameters(parameters), encoding="utf-8", newline="\n")
    return half.replace(path)


def render_parameters(parameters: Parameters) -> str:
    """Return the text of a parameters file."""
    given = parameters.as_notebook()
    ordered = {key: given[key] for key in ("report", *KNOWN) if key in given}
    heading = HEADING[current_language()].format(command=parameters.typed("MAP"))
    text = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=88)
    return heading + text
