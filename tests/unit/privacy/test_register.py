"""The register knows a name in all its spellings, and takes no word for one."""

import pytest

from vknz_research.privacy.register import (
    Entry,
    Register,
    make_piece,
    read_register,
    sound,
)

PEOPLE = Register(
    (
        Entry("1", "person", "[Persoon 1]", ("Agnieszka Wojciechowska", "Agnieszka")),
        Entry("2", "person", "[Persoon 2]", ("Yusuf",)),
        Entry("3", "person", "[Persoon 3]", ("Roos",)),
        Entry("4", "phone", "[Telefoon 1]", ("06-48213377",)),
        Entry("5", "organisation", "[Organisatie 1]", ("Bakkerij Hoogenboom",)),
    )
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[h.start : h.end], h.reason) for h in PEOPLE.match(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("met AGNIESZKA wojciechowska erbij", ("AGNIESZKA wojciechowska", "register")),
        ("met wojciechowska", ("wojciechowska", "register")),
        ("met agnieska", ("agnieska", "misheard")),
        ("zei Joesoef", ("Joesoef", "misheard")),
        ("ik zag Roos", ("Roos", "register")),
        ("bel 0648213377", ("0648213377", "register")),
        ("bij bakkerij hoogenboom", ("bakkerij hoogenboom", "register")),
    ],
)
def test_a_form_is_found_however_it_is_spelled(
    text: str, expected: tuple[str, str]
) -> None:
    assert expected in found(text)


@pytest.mark.parametrize("text", ["een roos in een vaas", "de bakkerij op de hoek", ""])
def test_common_words_are_no_names(text: str) -> None:
    assert found(text) == []


def test_pieces_join_to_one_entity_per_token() -> None:
    pieces = {
        "register/a": make_piece([("person", "[Persoon 1]", "Jan")]).to_json(),
        "register/b": make_piece(
            [("person", "[Persoon 1]", "Jan Steen"), ("place", "[Plaats 1]", "Delft")]
        ).to_json(),
        "replacements/a": b"no register",
    }

    class Open:
        def read(self, name: str) -> bytes | None:
            return pieces.get(name)

    joined = read_register(Open(), pieces)

    assert {e.token: e.forms for e in joined.entries} == {
        "[Persoon 1]": ("Jan", "Jan Steen"),
        "[Plaats 1]": ("Delft",),
    }


def test_spellings_of_one_name_sound_alike() -> None:
    assert sound("joesoef") == sound("yusuf") == sound("youssouf")
    assert sound("petra") != sound("petrus")
