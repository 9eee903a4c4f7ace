"""Ranking passages by what was coded before: words, characters, a linear separator.

TF-IDF of words and of characters within words (so that *veilig* tells of *veiligheid*)
goes into a linear support vector machine (scikit-learn). Nothing is downloaded, nothing
is random: the same codings give the same ranking. Pure, but for a model in a folder
that somebody named.
"""

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

WHY: Final = 3  # words that are named as the reason of a suggestion
FOLDS: Final = 5
BEST: Final = 10  # of how many the precision is told
TOO_FEW: Final = "sources"
ALL_ALIKE: Final = "alike"
LEAST_SOURCES: Final = 3  # with the code, before a figure says anything
LEAST_FOLDS: Final = 2
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """How well suggestions for a code do in this study: sources predicted by others.

    `average_precision` and `precision` (of the first ten) are of the judged units in
    one row, each scored by a model that never saw its source; `base` is the share of
    units with the code, what chance would give. They are None where that cannot be
    said; `reason` tells why.
    """

    average_precision: float | None
    precision: float | None
    base: float | None
    folds: int
    sources: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place of a unit in the list asked for, its score, and the words behind it."""

    index: int
    score: float
    why: tuple[str, ...]


def _make_union() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - heavy
    from sklearn.pipeline import FeatureUnion  # noqa: PLC0415 - heavy

    # Single words, and two together, which often say more ("niet alleen").
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return FeatureUnion([("words", words), ("letters", letters)])


class Features:
    """The texts as numbers, made once for ranking and for the figure.

    Weights of words come from all texts, coded or not; labels play no part in them.
    `model` is the folder of a sentence embedding model on this machine, or None.
    """

    def __init__(self, texts: Sequence[str], model: Path | None = None) -> None:
        from scipy.sparse import csr_matrix, hstack  # noqa: PLC0415 - heavy

        union = _make_union()
        self.matrix = csr_matrix(union.fit_transform(texts))
        words = dict(union.transformer_list)["words"]
        self.names = words.get_feature_names_out()
        if model is not None:
            self.matrix = hstack([self.matrix, _embed(texts, model)], format="csr")

    def list_words(self, row: int, weights: Any) -> tuple[str, ...]:
        """List the words of a text that weigh most in favour, the heaviest first."""
        start, end = self.matrix.indptr[row : row + 2]
        found = [
            (float(value * weights[column]), str(self.names[column]))
            for column, value in zip(
                self.matrix.indices[start:end], self.matrix.data[start:end], strict=True
            )
            if column < len(self.names) and weights[column] > 0
        ]
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return tuple(name for _, name in found[:WHY])


def has_embeddings(model: Path | None) -> bool:
    """Say whether a folder with a model was named, and there is what can read it."""
    is_installed = importlib.util.find_spec("sentence_transformers") is not None
    return model is not None and model.is_dir() and is_installed


def _embed(texts: Sequence[str], model: Path) -> Any:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - heavy

    library = importlib.import_module("sentence_transformers")
    found = library.SentenceTransformer(str(model), local_files_only=True)
    return csr_matrix(found.encode(list(texts), normalize_embeddings=True))


def _fit(matrix: Any, labels: Sequence[bool]) -> Any:
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - heavy

    made = LinearSVC(class_weight="balanced", random_state=0, max_iter=5000)
    return made.fit(matrix, labels)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was judged: rows of the features, whether each has the code, its source.

    `asked` are the rows to rank; a row may be both.
    """

    known: Sequence[int]
    labels: Sequence[bool]
    groups: Sequence[str]
    asked: Sequence[int]


def rank_units(features: Features, lesson: Lesson) -> tuple[list[Ranked], Figure]:
    """Rank the units asked for, the likeliest first, and say how well that does.

    A unit that was read and left uncoded is ranked by what the other sources teach:
    its own source said no already. The figure comes from the same predictions.
    """
    if all(lesson.labels) or not any(lesson.labels):
        return [], Figure(None, None, None, 0, 0, ALL_ALIKE)
    made = _Predicted(features, lesson)
    wanted = set(lesson.asked)
    folds = sum(made.predict(train, test) for train, test in _split(lesson))
    figure = _sum_up(lesson, made.scores, folds)
    rest = sorted(wanted - made.scores.keys())
    made.take(_fit(features.matrix[list(lesson.known)], lesson.labels), rest)
    ordered = sorted((-made.scores[row], row) for row in wanted)
    ranked = [
        Ranked(row, -score, features.list_words(row, made.weights[row]))
        for score, row in ordered[:MOST]
    ]
    return ranked, figure


def _split(lesson: Lesson) -> list[tuple[Sequence[int], Sequence[int]]]:
    """Split what was judged by whole sources; within the source where it is one."""
    from sklearn.model_selection import GroupKFold, KFold  # noqa: PLC0415 - heavy

    count = len(set(lesson.groups))
    if count > 1:
        return list(
            GroupKFold(min(FOLDS, count)).split(lesson.known, groups=lesson.groups)
        )
    return list(KFold(min(FOLDS, len(lesson.known))).split(lesson.known))


class _Predicted:
    """The score of each row, and the weights it came from."""

    def __init__(self, features: Features, lesson: Lesson) -> None:
        self.features, self.lesson = features, lesson
        self.scores: dict[int, float] = {}
        self.weights: dict[int, Any] = {}

    def take(self, made: Any, rows: Sequence[int]) -> Any:
        """Score rows by a separator."""
        if not rows:
            return []
        found = made.decision_function(self.features.matrix[list(rows)])
        self.scores |= dict(zip(rows, map(float, found), strict=True))
        self.weights |= dict.fromkeys(rows, made.coef_[0])
        return found

    def predict(self, train: Sequence[int], test: Sequence[int]) -> bool:
        """Score one fold by what the others teach; say whether they teach anything."""
        known, labels = self.lesson.known, self.lesson.labels
        taught = [labels[i] for i in train]
        if not any(taught) or all(taught):
            return False
        made = _fit(self.features.matrix[[known[i] for i in train]], taught)
        self.take(made, [known[i] for i in test])
        return True


def _sum_up(lesson: Lesson, scores: Mapping[int, float], folds: int) -> Figure:
    """Say how well all predictions from other sources, put in one row, do."""
    from sklearn.metrics import average_precision_score  # noqa: PLC0415 - heavy

    triples = zip(lesson.known, lesson.labels, lesson.groups, strict=True)
    told = [(row, label, group) for row, label, group in triples if row in scores]
    sources = len({group for _, label, group in told if label})
    if sources < LEAST_SOURCES or folds < LEAST_FOLDS:
        return Figure(None, None, None, folds, sources, TOO_FEW)
    told.sort(key=lambda item: (-scores[item[0]], item[0]))
    truth = [label for _, label, _ in told]
    best = truth[:BEST]
    area = average_precision_score(truth, [scores[row] for row, _, _ in told])
    base = sum(truth) / len(truth)
    return Figure(float(area), sum(best) / len(best), base, folds, sources)
