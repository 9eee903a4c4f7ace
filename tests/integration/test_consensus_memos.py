"""What hangs on the consensus layer goes with it."""

from merge_acts import fill, look

from vknz_research.coding.acts import code_spans, uncode_many
from vknz_research.coding.adjudicate import Ruling, decide
from vknz_research.coding.comparing import read_comparison
from vknz_research.coding.memos import add_memo
from vknz_research.model.codings import Coder, Coding, Memo, MemoLink
from vknz_research.model.sources import Source, Span
from vknz_research.store import Store


def decide_first(store: Store, outcome: str) -> None:
    with store.read() as reader:
        source = reader.all(Source)[0]
        coders = [c.id for c in reader.all(Coder, kind="person")]
        key = read_comparison(reader, source, coders).differences[0].key
    ruling = Ruling(outcome, ["A", "B"], "omdat")
    decide(store, "A", (source.id, coders), key, ruling)


def test_a_memo_on_a_coding_that_leaves_the_consensus_loses_its_link(
    store: Store,
) -> None:
    fill(store)
    with store.read() as reader:
        source = reader.all(Source)[0]
    where = (source.id, source.revision_id)
    code_spans(store, "B", *where, [Span(20, 24)], ["x/beer"])
    decide_first(store, "both")
    with store.read() as reader:
        layer = reader.all(Coder, kind="consensus")[0]
        agreed = reader.all(Coding, coder_id=layer.id)[0]
        own = reader.all(Coding, code_id=agreed.code_id)
    add_memo(store, "A", Memo("", "theoretical", "t", "b"), [("coding", agreed.id)])
    uncode_many(store, "A", [c.id for c in own if c.coder_id != layer.id])

    decide_first(store, "neither")

    look(store)
    with store.read() as reader:
        assert reader.all(MemoLink, target_id=agreed.id) == []
