"""What codings make together may be quoted only where each of them may."""

import pandas as pd

from vknz_research.analysis.passages import merge_passages


def test_a_passage_with_words_of_somebody_who_may_not_be_quoted_is_not_quotable() -> (
    None
):
    codings = pd.DataFrame(
        {
            "source_id": ["a", "a", "a"],
            "start": [0, 5, 40],
            "end": [10, 30, 50],
            "is_quotable": [True, False, True],
        }
    )

    assert merge_passages(codings)["is_quotable"].tolist() == [False, True]
