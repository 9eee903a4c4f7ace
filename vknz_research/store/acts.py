"""The acts by name, and how the interface calls them."""

from typing import Final

from vknz_research.language import say

ACTS: Final = {
    "import": ("bestand geïmporteerd", "file imported"),
    "import-codebook": ("codeboek geïmporteerd", "codebook imported"),
    "import-codings": ("coderingen geïmporteerd", "codings imported"),
    "import-excerpts": ("citaten geïmporteerd", "quotations imported"),
    "remove-excerpt": ("citaat weggehaald", "quotation removed"),
    "import-design": ("onderzoeksopzet geïmporteerd", "design imported"),
    "import-participants": ("deelnemers geïmporteerd", "participants imported"),
    "import-consent": ("toestemming geïmporteerd", "consent imported"),
    "import-memos": ("memo's geïmporteerd", "memos imported"),
    "init": ("studie begonnen", "study begun"),
    "withdraw": (
        "toestemming ingetrokken of geweigerd",
        "consent withdrawn or refused",
    ),
    "consent": ("toestemming vastgelegd", "consent recorded"),
    "code": ("passage gecodeerd", "passage coded"),
    "code-in-vivo": ("in vivo gecodeerd", "coded in vivo"),
    "code-hits": ("zoekresultaten gecodeerd", "search results coded"),
    "resize": ("grenzen van codering verlegd", "edges of coding moved"),
    "confirm-codings": ("coderingen bevestigd", "codings confirmed"),
    "uncode": ("codering weggehaald", "coding taken away"),
    "refine": ("code verfijnd", "code refined"),
    "recode": ("andere code gegeven", "other code given"),
    "add-code": ("code toegevoegd", "code added"),
    "change-code": ("definitie van code gewijzigd", "definition of code changed"),
    "rename-code": ("code hernoemd", "code renamed"),
    "move-code": ("code verplaatst", "code moved"),
    "merge-codes": ("codes samengevoegd", "codes merged"),
    "split-code": ("code gesplitst", "code split"),
    "remove-code": ("code weggehaald", "code removed"),
    "add-memo": ("memo geschreven", "memo written"),
    "change-memo": ("memo gewijzigd", "memo changed"),
    "remove-memo": ("memo weggehaald", "memo removed"),
    "edit-text": ("tekst van bron verbeterd", "text of source edited"),
    "start-round": ("codeerronde begonnen", "round of coding begun"),
    "assign": ("bron toegewezen", "source assigned"),
    "hand-in": ("codering ingeleverd", "coding handed in"),
    "take-back": ("ingeleverde codering teruggenomen", "coding taken back"),
    "open-comparison": ("vergelijking eerder geopend", "comparison opened early"),
    "decide": ("verschil beslecht", "difference decided"),
    "decide-borders": ("grenzen beslecht", "borders decided"),
    "reopen-decision": ("besluit heropend", "decision reopened"),
    "finish-adjudication": ("consensus vastgesteld", "consensus settled"),
    "reopen-adjudication": ("consensus heropend", "consensus reopened"),
    "accept-suggestion": ("suggestie overgenomen", "suggestion accepted"),
    "reject-suggestion": ("suggestie afgewezen", "suggestion rejected"),
    "pseudonymise": ("identificerende gegevens vervangen", "identifiers replaced"),
    "add-feedback": ("terugkoppeling genoteerd", "feedback noted"),
    "edit-feedback": (
        "woorden van terugkoppeling gewijzigd",
        "wording of feedback changed",
    ),
    "permit-feedback": (
        "toestemming voor terugkoppeling vastgelegd",
        "permission for feedback recorded",
    ),
    "pass-feedback": ("terugkoppeling doorgegeven", "feedback passed on"),
    "remove-feedback": ("terugkoppeling weggehaald", "feedback removed"),
    "keep-until": ("bewaartermijn gezet", "end date set"),
    "link-recording": ("opname gekoppeld", "recording linked"),
    "relink-recording": ("opname opnieuw gekoppeld", "recording linked again"),
    "unlink-recording": ("opname losgekoppeld", "recording unlinked"),
    "nudge": ("tijdcodes verschoven", "time codes shifted"),
    "code-moment": ("fragment gecodeerd", "fragment coded"),
    "write-transcript": ("transcript geschreven", "transcript written"),
    "import-case": ("traject ingelezen", "trajectory read"),
    "add-trajectory": ("traject begonnen", "trajectory begun"),
    "change-step": ("stap bijgewerkt", "step brought up to date"),
    "answer-viewing": ("Kijkwijzer ingevuld", "Kijkwijzer answered"),
    "hand-in-viewing": ("Kijkwijzer ingeleverd", "Kijkwijzer handed in"),
    "agree-viewing": ("Kijkwijzer samen vastgesteld", "Kijkwijzer agreed"),
    "observe": ("observatie genoteerd", "observation noted"),
    "change-observation": ("observatie gewijzigd", "observation changed"),
    "remove-observation": ("observatie weggehaald", "observation removed"),
    "add-goal": ("leervraag genoteerd", "learning goal noted"),
    "make-agenda": ("agenda gemaakt", "agenda made"),
    "change-agenda": ("agenda gewijzigd", "agenda changed"),
    "add-point": ("aandachtspunt genoteerd", "aandachtspunt noted"),
    "look-back": (
        "op aandachtspunt teruggekeken",
        "aandachtspunt looked back on",
    ),
    "save-smart-code": ("slimme code bewaard", "smart code saved"),
    "remove-smart-code": ("slimme code weggehaald", "smart code removed"),
    "set-municipality": ("gemeente van bron vastgelegd", "municipality of source set"),
    "publish": ("publicatie vastgelegd", "publication recorded"),
    "end-withdrawal": ("intrekking voltooid", "withdrawal completed"),
    "merge": ("andere kopie samengevoegd", "other copy joined"),
    "undo": ("ongedaan gemaakt", "undone"),
    "redo": ("opnieuw gedaan", "done again"),
}


def describe_act(act: str) -> str:
    """Return an act in the words of the interface.

    >>> describe_act("code") in {"passage gecodeerd", "passage coded"}
    True
    """
    nl, en = ACTS[act]
    return say(nl=nl, en=en)
