"""The sentences beside the numbers: what each coefficient says, and how sure it is."""

from typing import Literal

from vknz_research.language import say

Method = Literal["sources", "turns", "none"]


def describe(name: str) -> str:
    """Return one sentence that says what a coefficient compares."""
    return {
        "percent": say(
            nl="Aandeel eenheden waarop codeurs hetzelfde gaven; toeval telt mee.",
            en="Share of units on which coders gave the same; chance included.",
        ),
        "holsti": say(
            nl="2 × eens gedeeld door alle oordelen; toeval telt mee.",
            en="Twice the agreements over all judgements; chance included.",
        ),
        "cohen": say(
            nl="Kappa van Cohen; bij meer dan twee codeurs het gemiddelde over paren "
            "(Light).",
            en="Cohen's kappa; with more than two coders the mean over pairs (Light).",
        ),
        "fleiss": say(
            nl="Kappa van Fleiss, over eenheden die elke codeur beoordeelde.",
            en="Fleiss' kappa, over units that every coder judged.",
        ),
        "brennan_prediger": say(
            nl="Kappa van Brennan en Prediger (S van Bennett): elke waarde even "
            "waarschijnlijk.",
            en="Brennan and Prediger's kappa (Bennett's S): all values equally likely.",
        ),
        "scott": say(
            nl="Pi van Scott, voor twee codeurs.", en="Scott's pi, two coders."
        ),
        "ac1": say(
            nl="AC1 van Gwet; weinig gevoelig voor zeldzame codes.",
            en="Gwet's AC1; little affected by rare codes.",
        ),
        "alpha_nominal": say(
            nl="Alfa van Krippendorff; de hele verzameling codes van een eenheid is de "
            "waarde.",
            en="Krippendorff's alpha; all codes of a unit together are its value.",
        ),
        "alpha_binary": say(
            nl="Alfa van Krippendorff: wel of niet gecodeerd.",
            en="Krippendorff's alpha: coded or not.",
        ),
        "alpha_multi": say(
            nl="Alfa van Krippendorff met gedeeltelijke overeenstemming tussen "
            "verzamelingen codes (afstand van Jaccard).",
            en="Krippendorff's alpha with partial agreement between sets of codes "
            "(Jaccard's distance).",
        ),
        "u_alpha": say(
            nl="Alfa van Krippendorff voor fragmenten: ligging en code samen.",
            en="Krippendorff's alpha for passages: place and code together.",
        ),
        "u_alpha_binary": say(
            nl="Alfa voor fragmenten: alleen waar er gecodeerd is, niet waarmee.",
            en="Alpha for passages: only where was coded, not with what.",
        ),
        "cu_alpha": say(
            nl="Alfa voor de codes, alleen waar fragmenten van twee codeurs elkaar "
            "raken.",
            en="Alpha for the codes, only where passages of two coders meet.",
        ),
        "ku_alpha": say(
            nl="Alfa voor deze code tegenover de andere, waar fragmenten van twee "
            "codeurs elkaar raken.",
            en="Alpha for this code against the others, where passages of two coders "
            "meet.",
        ),
        "gamma": say(
            nl="Gamma van Mathet, Widlöcher en Métivier.",
            en="Gamma of Mathet, Widlöcher and Métivier.",
        ),
    }[name]


def describe_interval(method: Method) -> str:
    """Return how the interval of a measurement was made."""
    return {
        "sources": say(
            nl="Interval (95 %): bootstrap, hele bronnen getrokken.",
            en="Interval (95 %): bootstrap, whole sources drawn.",
        ),
        "turns": say(
            nl="Interval (95 %): bootstrap, blokken van beurten getrokken (minder dan "
            "vijf bronnen); over andere gesprekken zegt het weinig.",
            en="Interval (95 %): bootstrap, blocks of turns drawn (fewer than five "
            "sources); it says little about other conversations.",
        ),
        "none": say(
            nl="Geen interval: te weinig bronnen en beurten.",
            en="No interval: too few sources and turns.",
        ),
    }[method]


def describe_unit(unit: str) -> str:
    """Return what is compared, in one sentence."""
    if unit.startswith("window:"):
        size = unit.partition(":")[2]
        return say(
            nl=f"Vergeleken per venster van {size} tekens.",
            en=f"Compared by windows of {size} characters.",
        )
    return {
        "character": say(nl="Vergeleken per teken.", en="Compared by character."),
        "turn": say(nl="Vergeleken per beurt.", en="Compared by turn."),
        "sentence": say(nl="Vergeleken per zin.", en="Compared by sentence."),
        "ms": say(
            nl="Vergeleken per milliseconde; binnen een beurt naar verhouding van de "
            "tekens.",
            en="Compared by millisecond; within a turn in proportion to characters.",
        ),
    }[unit]


def warn_rare(prevalence: float | None) -> str:
    """Return a caution where a code is so rare that coefficients become erratic."""
    if prevalence is None or prevalence >= 0.05:
        return ""
    return say(
        nl="Zeldzaam: een enkel fragment verandert dit getal al veel.",
        en="Rare: a single passage changes this number a lot.",
    )
