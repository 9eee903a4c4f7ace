"""Asking for passages: a small language over codes, words and who speaks."""

from vknz_research.analysis.query.find import find, find_in, quote
from vknz_research.analysis.query.names import Vocabulary, write_code, write_value
from vknz_research.analysis.query.parse import parse
from vknz_research.analysis.query.tree import Query

__all__ = [
    "Query",
    "Vocabulary",
    "find",
    "find_in",
    "parse",
    "quote",
    "write_code",
    "write_value",
]
