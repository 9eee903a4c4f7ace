"""Pseudonymising a study: offered, decided, replaced, and back to the byte."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from consenting import GIVEN

from vknz_research.coding.acts import code_spans
from vknz_research.coding.codebook import add_code
from vknz_research.errors import DecisionError, NoVaultError, TwoRecipientsError
from vknz_research.model.codings import Coding, Doubt
from vknz_research.model.privacy import Identifier
from vknz_research.model.sources import Revision, Span
from vknz_research.model.text import hash_text
from vknz_research.privacy.register import read_register
from vknz_research.privacy.vault import Vault
from vknz_research.project import Study, create_study, open_study
from vknz_research.project.decisions import read_decisions, write_offers
from vknz_research.project.gate import list_findings
from vknz_research.project.importing import import_files
from vknz_research.project.originals import restore_original
from vknz_research.project.pseudonyms import (
    Decision,
    Offer,
    count_open,
    decide,
    finish,
    list_offers,
    list_poor,
)
from vknz_research.project.withdrawing import open_vault
from vknz_research.store.verify import verify_store

ONE = """Klantmanager: goedemorgen, u bent mevrouw Haddou?
Klant: ja, Samira Haddou. Ik woon in Delft, bel me op 06-48213377.
Klantmanager: ik bel Tesfay even, en de wethouder ook.
"""
TWO = """Klant: mijn bsn is 999921575, zei ik tegen Tesfay.
Klantmanager: en toen?
Klant: toen ging ik naar Delft, met 👨‍👩‍👧 en Ayşe.
"""
SECRET = "een lange zin van vijf woorden"


@pytest.fixture
def vaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VKNZ_VAULTS", str(tmp_path / "kluizen"))
    return tmp_path / "kluizen"


@pytest.fixture
def study(tmp_path: Path, vaults: Path) -> Study:
    made = create_study(tmp_path / "studie", "Proef")
    for name, text in (("een.txt", ONE), ("twee.txt", TWO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    import_files(made, [tmp_path / "een.txt", tmp_path / "twee.txt"], None, None, GIVEN)
    return made


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key folder for two people; sealing a key with a passphrase takes seconds."""
    made = Vault(tmp_path_factory.mktemp("sleutels") / "een")
    made.create(SECRET, "NvD")
    made.add_recipient("OE", str(pyrage.x25519.Identity.generate().to_public()))
    return made.folder


@pytest.fixture
def vault(study: Study, keys: Path) -> Vault:
    made = open_vault(study)
    shutil.copytree(keys, made.folder, dirs_exist_ok=True)
    return made


def judge(study: Study, rule: Callable[[Offer], str], **more: str) -> list[Decision]:
    return [
        Decision(o.source_id, o.start, o.end, o.text, o.category, rule(o), **more)  # type: ignore[arg-type]
        for o in list_offers(study)
        if rule(o)
    ]


def only_replace(offer: Offer) -> str:
    return "replace" if offer.is_direct else "keep"


def test_all_sources_are_read_and_labels_are_left_alone(study: Study) -> None:
    offers = list_offers(study)

    assert {(o.source, o.text, o.category) for o in offers} == {
        ("een", "Haddou", "person"),
        ("een", "Samira Haddou", "person"),
        ("een", "Delft", "place"),
        ("een", "06-48213377", "phone"),
        ("een", "Tesfay", "name"),
        ("een", "wethouder", "unique"),
        ("twee", "999921575", "bsn"),
        ("twee", "Tesfay", "name"),
        ("twee", "Delft", "place"),
        ("twee", "Ayşe", "person"),
    }
    assert all(study.text(o.source)[o.start : o.end] == o.text for o in offers)


def test_a_source_without_consent_can_be_pseudonymised(
    tmp_path: Path, vaults: Path
) -> None:
    made = create_study(tmp_path / "dicht", "Proef")
    (tmp_path / "een.txt").write_text(ONE, encoding="utf-8")
    import_files(made, [tmp_path / "een.txt"])

    assert len(list_offers(made)) == 6


def test_i16_one_name_has_one_token_in_all_sources(study: Study, vault: Vault) -> None:
    done = decide(study, "OE", judge(study, only_replace))

    with study.store.read() as reader:
        found = reader.all(Identifier)
    tokens = {(i.form_hmac, i.token) for i in found if i.outcome == "replace"}
    assert len(tokens) == len({token for _, token in tokens}) == 7
    assert [one.replaced for one in done] == [5, 4]
    texts = study.text("een") + study.text("twee")
    for word in ("Haddou", "Samira", "Delft", "06-48213377", "Tesfay", "999921575"):
        assert word not in texts
    assert "wethouder" in texts


def test_i16_later_words_get_the_token_they_had(
    study: Study, vault: Vault, tmp_path: Path
) -> None:
    decide(study, "OE", judge(study, only_replace))
    with study.store.read() as reader:
        token = {i.form_hmac: i.token for i in reader.all(Identifier)}
    (tmp_path / "drie.txt").write_text(TWO.replace("toen?", "toen dan?"))
    import_files(study, [tmp_path / "drie.txt"], None, None, GIVEN)

    offers = list_offers(study)

    assert {o.text for o in offers} == {"999921575", "Tesfay", "Delft", "Ayşe"}
    assert all(
        o.token == token[o.form_hmac] and o.decision == "replace" for o in offers
    )


def test_i16_one_decision_holds_for_the_same_words_in_all_sources(
    study: Study, vault: Vault
) -> None:
    first = next(o for o in list_offers(study) if o.text == "Tesfay")
    one = Decision(first.source_id, first.start, first.end, "Tesfay", "name", "replace")

    done = decide(study, "OE", [one])

    assert [r.replaced for r in done] == [1, 1]
    assert "[Naam 1]" in study.text("een")
    assert "[Naam 1]" in study.text("twee")


def test_i16_who_has_a_token_keeps_it_when_nobody_names_one(
    study: Study, vault: Vault, tmp_path: Path
) -> None:
    decide(study, "OE", judge(study, only_replace))
    (tmp_path / "drie.txt").write_text("Klant: Tesfay was er.\nKlant: ja, Tesfay.\n")
    import_files(study, [tmp_path / "drie.txt"], None, None, GIVEN)

    decide(study, "OE", judge(study, only_replace))

    assert study.text("drie").count("[Naam 1]") == 2
    assert "[Naam 2]" not in study.text("drie")


def test_what_is_kept_is_not_asked_again_and_other_words_are(
    study: Study, vault: Vault
) -> None:
    decide(study, "OE", judge(study, lambda o: "keep" if o.text == "Delft" else ""))

    left = [o.text for o in list_offers(study)]

    assert "Delft" not in left
    assert len(left) == 8


def test_what_is_kept_at_one_place_is_asked_at_others(
    study: Study, vault: Vault
) -> None:
    first = next(o for o in list_offers(study) if o.text == "Delft")
    one = Decision(
        first.source_id, first.start, first.end, "Delft", "place", "keep", only=True
    )

    decide(study, "OE", [one])

    assert [o.source for o in list_offers(study) if o.text == "Delft"] == ["twee"]


def test_a_decision_for_one_place_leaves_the_others(study: Study, vault: Vault) -> None:
    first = next(o for o in list_offers(study) if o.text == "Tesfay")
    one = Decision(
        first.source_id, first.start, first.end, "Tesfay", "name", "replace", only=True
    )

    decide(study, "OE", [one])

    assert "Tesfay" not in study.text("een")
    assert "Tesfay" in study.text("twee")


def test_words_become_more_general_by_their_kind_or_as_somebody_says(
    study: Study, vault: Vault
) -> None:
    decide(
        study, "OE", judge(study, lambda o: "generalise" if o.text == "Delft" else "")
    )
    decide(
        study,
        "OE",
        judge(
            study,
            lambda o: "generalise" if o.text == "wethouder" else "",
            token="[bestuurder]",
        ),
    )

    assert "Ik woon in [gemeente], bel" in study.text("een")
    assert "en de [bestuurder] ook" in study.text("een")


def test_a_citizen_service_number_is_never_kept(study: Study, vault: Vault) -> None:
    with pytest.raises(DecisionError):
        decide(study, "OE", judge(study, lambda o: "keep"))

    assert len(list_offers(study)) == 10
    with study.store.read() as reader:
        assert reader.all(Identifier) == []


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Haddoe"},
        {"end": 9_999},
        {"outcome": "vervang"},
        {"token": "Persoon 3"},
        {"token": "[a]\n[b]"},
    ],
)
def test_a_decision_that_cannot_be_changes_nothing(
    study: Study, vault: Vault, change: dict[str, object]
) -> None:
    first = list_offers(study)[0]
    facts = {"text": first.text, "end": first.end, "outcome": "replace", "token": None}
    facts |= change
    wrong = Decision(
        first.source_id,
        first.start,
        category=first.category,
        line=7,
        **facts,  # type: ignore[arg-type]
    )
    head = study.log()[-1].event.seq

    with pytest.raises(DecisionError) as caught:
        decide(study, "OE", [*judge(study, only_replace), wrong])

    assert study.log()[-1].event.seq == head
    assert first.text not in str(caught.value)


def test_i17_names_need_a_vault_that_two_people_can_open(study: Study) -> None:
    decisions = judge(study, only_replace)
    with pytest.raises(NoVaultError):
        decide(study, "OE", decisions)
    open_vault(study).create(SECRET, "NvD")
    with pytest.raises(TwoRecipientsError):
        decide(study, "OE", decisions)

    assert "Haddou" in study.text("een")


def test_i17_no_name_is_in_the_study_but_in_the_texts_themselves(
    study: Study, vault: Vault, vaults: Path
) -> None:
    decide(study, "OE", judge(study, only_replace))

    with study.store.read() as reader:
        rows = repr(reader.all(Identifier)) + repr(reader.events_after(0))
    kept = [path.read_bytes() for path in vaults.rglob("*") if path.is_file()]
    for word in ("Haddou", "Samira", "Tesfay", "06-48213377", "Ayşe"):
        assert word not in rows
        assert not any(word.encode() in data for data in kept)
    assert not vaults.is_relative_to(study.path)


def test_i20_the_original_comes_back_to_the_byte(study: Study, vault: Vault) -> None:
    before = {name: study.text(name) for name in ("een", "twee")}
    decide(study, "OE", judge(study, lambda o: "replace" if o.text == "Tesfay" else ""))
    decide(study, "OE", judge(study, only_replace))
    unlocked = vault.unlock(lambda: SECRET)

    for name, text in before.items():
        assert study.text(name) != text
        assert restore_original(study, name, unlocked).encode() == text.encode()


def test_i20_the_register_in_the_vault_holds_every_form(
    study: Study, vault: Vault
) -> None:
    decide(study, "OE", judge(study, only_replace))

    register = read_register(vault.unlock(lambda: SECRET), vault.list_names())

    assert set(register.forms) == {
        "Haddou", "Samira Haddou", "Delft", "06-48213377", "Tesfay", "999921575", "Ayşe",
    }  # fmt: skip


def test_codings_move_along_and_none_is_dropped(study: Study, vault: Vault) -> None:
    add_code(study.store, "OE", "x/aap")
    source = study.source("een")
    text = study.text("een")
    name = text.index("Samira Haddou")
    spans = [
        Span(name, name + 13),  # the name itself
        Span(name + 7, name + 13),  # within it
        Span(text.index("ja, Samira"), text.index(". Ik woon")),  # round it
        Span(text.index("bel me"), text.index("bel me") + 6),  # beside it
    ]
    code_spans(study.store, "OE", source.id, source.revision_id, spans, ["x/aap"])

    decide(study, "OE", judge(study, only_replace))

    with study.store.read() as reader:
        codings = reader.all(Coding)
        doubts = {d.target_id for d in reader.all(Doubt)}
        revision = reader.all(Revision, id=study.source("een").revision_id)[0]
    new = revision.text
    words = {c.id: new[c.start : c.end] for c in codings}
    assert len(codings) == 4
    assert all(hash_text(words[c.id]) == c.text_hash for c in codings)
    assert revision.kind == "pseudonymised"
    assert sorted(words[i].startswith("[Persoon ") for i in doubts) == [True, True]
    assert "bel me" in words.values()
    assert any(w.startswith("ja, [Persoon ") for w in words.values())
    assert [f for f in verify_store(study.store) if f.id == "I21"] == []


def test_it_is_one_act_per_source_and_can_be_undone(study: Study, vault: Vault) -> None:
    before = study.text("twee")
    decide(study, "OE", judge(study, only_replace))

    assert [entry.event.act for entry in study.log()][-2:] == ["pseudonymise"] * 2
    study.undo()
    assert study.text("twee") == before
    study.redo()
    assert study.text("twee") != before
    assert verify_store(study.store) == []


def test_i14_a_number_left_in_a_pseudonymised_text_is_a_finding(
    study: Study, vault: Vault
) -> None:
    decide(study, "OE", judge(study, lambda o: "replace" if o.text == "Tesfay" else ""))

    found = [f for f in list_findings(study) if f.id == "I14"]
    assert sorted(f.where for f in found) == ["source (een)", "source (twee)"]

    decide(study, "OE", judge(study, only_replace))
    assert list_findings(study) == []


def test_i18_what_is_undecided_is_counted_per_source(
    study: Study, vault: Vault
) -> None:
    names = {s.id: s.name for s in study.sources}
    assert {names[k]: n for k, n in count_open(study).items()} == {"een": 6, "twee": 4}

    decide(study, "OE", judge(study, only_replace))

    assert set(count_open(study).values()) == {0}


def test_a_source_without_capitals_is_named(study: Study, tmp_path: Path) -> None:
    low = ONE.lower().replace("klant", "Klant") * 3
    (tmp_path / "laag.txt").write_text(low, encoding="utf-8")

    report = import_files(study, [tmp_path / "laag.txt"], None, None, GIVEN)

    assert list_poor(study) == ["laag"]
    assert [w for w in report.warnings if w.startswith("laag.txt: er staan bijna")]


def test_the_shell_lists_exports_applies_and_gives_back(
    study: Study, vault: Vault, vknz: Callable[..., object], tmp_path: Path
) -> None:
    before = study.text("een")
    study.close()
    listed = vknz("pseudonymise", study.path, "--json")
    facts = listed.facts  # type: ignore[attr-defined]
    assert len(facts) == 10
    assert set(facts[0]) == {"source", "start", "end", "text", "category", "reason"}

    table = tmp_path / "besluiten.csv"
    assert vknz("pseudonymise", study.path, "--export", table).status == 0  # type: ignore[attr-defined]
    assert table.stat().st_mode & 0o077 == 0
    with table.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["decision"] = "keep" if row["category"] == "unique" else "replace"
        row["why"] = "openbaar ambt" if row["category"] == "unique" else ""
    with table.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    applied = vknz(
        "pseudonymise", study.path, "--apply", table, "--coder", "OE", "--json"
    )
    assert [r["replaced"] for r in applied.facts] == [5, 4]  # type: ignore[attr-defined]
    assert vknz("pseudonymise", study.path, "--json").facts == []  # type: ignore[attr-defined]

    out = tmp_path / "oorspronkelijk.txt"
    words = ("pseudonymise", study.path, "--source", "een", "--original", out)
    assert vknz(*words, stdin="verkeerd\n").status == 1  # type: ignore[attr-defined]
    assert not out.exists()
    assert vknz(*words, stdin=f"{SECRET}\n").status == 0  # type: ignore[attr-defined]
    assert out.read_bytes() == before.encode()


def test_a_table_goes_out_and_comes_in_unchanged(study: Study, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    offers = list_offers(study)
    write_offers(offers, table)

    assert read_decisions(study, table) == []  # nothing was filled in

    text = table.read_text(encoding="utf-8").replace(",,,,\n", ",replace,,,\n")
    table.write_text(text, encoding="utf-8")
    read = read_decisions(study, table)
    assert [(d.source_id, d.start, d.end, d.text, d.category) for d in read] == [
        (o.source_id, o.start, o.end, o.text, o.category) for o in offers
    ]


def test_the_same_study_can_be_opened_again(study: Study, vault: Vault) -> None:
    decide(study, "OE", judge(study, only_replace))
    study.close()

    with open_study(study.path) as again:
        assert list_offers(again) == []


def test_a_text_in_which_nothing_was_replaced_can_be_marked(
    study: Study, vault: Vault, tmp_path: Path
) -> None:
    (tmp_path / "leeg.txt").write_text("Klant: ja.\nKlant: nee.\n", encoding="utf-8")
    import_files(study, [tmp_path / "leeg.txt"], None, None, GIVEN)
    text = study.text("leeg")

    assert finish(study, "OE") == ["leeg"]
    assert finish(study, "OE") == []

    assert study.text("leeg") == text
    with study.store.read() as reader:
        kinds = {
            r.kind for r in reader.all(Revision, source_id=study.source("leeg").id)
        }
    assert kinds == {"original", "pseudonymised"}
    assert restore_original(study, "leeg", vault.unlock(lambda: SECRET)) == text
    assert verify_store(study.store) == []


def test_i18_a_snapshot_says_how_much_is_undecided_also_when_frozen_again(
    study: Study, vault: Vault
) -> None:
    decide(study, "OE", judge(study, lambda o: "keep" if o.text == "Haddou" else ""))
    before = study.freeze("v1")

    decide(study, "OE", judge(study, lambda o: "keep" if o.text == "Delft" else ""))
    after = study.freeze("v1")

    assert before.path == after.path  # nothing that is in it changed
    assert before.manifest["open_flags"] == 9
    assert after.manifest["open_flags"] == 7
    after.verify()
