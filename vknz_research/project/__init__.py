"""The study: the one place where the stages are wired together."""

from vknz_research.project.open import create_study, open_study
from vknz_research.project.study import Study

__all__ = ["Study", "create_study", "open_study"]
