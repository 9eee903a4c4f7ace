"""The demo study: an invented town, invented people, the design of the evaluation."""

from vknz_research.demo.build import build_demo

__all__ = ["build_demo"]
