"""What is refused to protect people: consent, the vault, withdrawal."""

from vknz_research.errors.base import VknzError


class PrivacyError(VknzError):
    """Something would harm somebody who takes part."""


class QuarantineError(PrivacyError):
    """A source is closed, since consent for it is not (all) there."""

    nl = (
        "Bron {source!r} is in quarantaine: van {count} deelnemer(s) ontbreekt "
        "toestemming ({purposes}). Leg haar vast met "
        "`vknz consent STUDIE DEELNEMER DOEL given --letter … --by …`."
    )
    en = (
        "Source {source!r} is in quarantine: consent of {count} participant(s) is "
        "missing ({purposes}). Record it with "
        "`vknz consent STUDY PARTICIPANT PURPOSE given --letter … --by …`."
    )


class ErasureError(PrivacyError):
    """After a withdrawal something was still found."""

    nl = (
        "De intrekking is nog niet klaar: {count} plek(ken) houden nog woorden vast, "
        "de eerste is {where}. Sluit wat dat bestand open heeft en doe "
        "`vknz purge STUDIE`."
    )
    en = (
        "The withdrawal is not complete: {count} place(s) still hold words, the first "
        "is {where}. Close what has that file open and do `vknz purge STUDY`."
    )


class BusyErasureError(PrivacyError):
    """Somebody else reads the database, so that words cannot leave it."""

    nl = (
        "Een ander programma leest de studie nog, dus woorden kunnen er nog niet uit. "
        "Sluit werkbank en notebooks en doe `vknz purge STUDIE`."
    )
    en = (
        "Another program still reads the study, so that words cannot leave it yet. "
        "Close workbench and notebooks and do `vknz purge STUDY`."
    )


class NoVaultError(PrivacyError):
    """There is no vault for this study on this machine."""

    nl = (
        "Deze studie heeft hier geen kluis. Maak er een met `vknz vault STUDIE create`."
    )
    en = "This study has no vault here. Make one with `vknz vault STUDY create`."


class VaultExistsError(PrivacyError):
    """A vault is there already."""

    nl = "De kluis is er al; er is niets veranderd."
    en = "The vault is there already; nothing was changed."


class TwoRecipientsError(PrivacyError):
    """Only one person could open the register."""

    nl = (
        "Het register kan pas worden bewaard als twee mensen het kunnen openen. Voeg "
        "de tweede toe: `vknz vault STUDIE add NAAM SLEUTEL`, of maak een sleutel voor "
        "haar met `vknz vault STUDIE recovery BESTAND`."
    )
    en = (
        "The register can only be kept when two people can open it. Add the second: "
        "`vknz vault STUDY add NAME KEY`, or make a key for her with "
        "`vknz vault STUDY recovery FILE`."
    )


class LockedVaultError(PrivacyError):
    """The passphrase of the vault is wrong or was not given, or it is damaged."""

    nl = (
        "De kluis gaat niet open: geen of een verkeerde wachtwoordzin, of een "
        "beschadigd bestand. Er is niets veranderd."
    )
    en = (
        "The vault does not open: no passphrase or a wrong one, or a damaged file. "
        "Nothing was changed."
    )


class RecipientError(PrivacyError):
    """A public key is none, or is there already."""

    nl = "{name!r} kan er niet bij: {reason_nl}."
    en = "{name!r} cannot be added: {reason_en}."


class VaultPlaceError(PrivacyError):
    """The key folder would lie in the study."""

    nl = (
        "De sleutelmap {path} ligt in de studie; sleutels en studie moeten apart "
        "liggen. Zet VKNZ_VAULTS op een andere map."
    )
    en = (
        "The key folder {path} lies in the study; keys and study must lie apart. Set "
        "VKNZ_VAULTS to another folder."
    )


class BackupError(PrivacyError):
    """A backup cannot be restored."""

    nl = "{path}: {reason_nl}"
    en = "{path}: {reason_en}"


class DeduceError(PrivacyError):
    """The program deduce cannot be used."""

    nl = "deduce kan niet meelezen: {reason_nl}. Laat `--deduce` weg; de rest blijft."
    en = "deduce cannot read along: {reason_en}. Leave `--deduce` out; the rest stays."


class DecisionError(PrivacyError):
    """A decision on an identifier cannot be applied."""

    nl = "Regel {line}: {reason_nl}. Er is niets veranderd."
    en = "Line {line}: {reason_en}. Nothing was changed."


class ReplacementLogError(PrivacyError):
    """The original words cannot be put back."""

    nl = "De oorspronkelijke tekst van {source!r} is niet terug te zetten: {reason_nl}."
    en = "The original text of {source!r} cannot be put back: {reason_en}."


class ResidueError(PrivacyError):
    """A finished file still says who somebody is."""

    nl = (
        "{file}: in {part} staat nog wat iemand aanwijst ({category}: {count}). Het "
        "bestand is niet gemaakt of weer weggehaald. Bekijk de plekken met "
        "`vknz pseudonymise STUDIE`."
    )
    en = (
        "{file}: {part} still holds what says who somebody is ({category}: {count}). "
        "The file was not made, or taken away again. Look at the places with "
        "`vknz pseudonymise STUDY`."
    )


class NotAllowedError(PrivacyError):
    """Somebody asks for what is not open to their role."""

    nl = "Dit is niet open voor jouw rol ({role})."
    en = "This is not open to your role ({role})."


class StudentLoginError(PrivacyError):
    """A student wants to log in to the study itself."""

    nl = (
        "Als student werk je met de vrijgave van deze studie, op je eigen machine. De "
        "studie zelf is voor jou niet open; vraag de onderzoekers om de vrijgave."
    )
    en = (
        "As a student you work with the release of this study, on your own machine. "
        "The study itself is not open to you; ask the researchers for the release."
    )


class NoParticipantError(PrivacyError):
    """A role needs the participant whose it is."""

    nl = (
        "Wie inlogt als {role}, ziet alleen wat voor die ene deelnemer is: noem de "
        "deelnemer met --participant."
    )
    en = (
        "Whoever logs in as {role} sees only what is for that one participant: name "
        "the participant with --participant."
    )


class WrongParticipantError(PrivacyError):
    """The participant of a login has another role in the study."""

    nl = "Deze deelnemer is in de studie geen {role}: kies een andere deelnemer."
    en = "This participant is no {role} in the study: choose another participant."


class NoAssessmentError(PrivacyError):
    """A grouping would set klantmanagers beside one another."""

    nl = (
        "Tellen per klantmanager kan niet: opnamen en gesprekken zijn om van te leren "
        "en nooit om iemand te beoordelen. Tel per perspectief, fase of bron."
    )
    en = (
        "Counting per klantmanager cannot be done: recordings and talks are to learn "
        "from and never to assess anybody. Count by perspective, phase or source."
    )


class NoPurposeError(PrivacyError):
    """Consent is recorded for nothing."""

    nl = "Kies waarvoor: er is geen enkel doel aangekruist."
    en = "Choose what for: no purpose at all was ticked."


class GivenConsentError(PrivacyError):
    """What was given is to be recorded as refused."""

    nl = (
        "Deze toestemming is eerder gegeven: weigeren is nu intrekken. Gebruik "
        "‘Intrekken’, dan gaat ook weg wat erop rust."
    )
    en = (
        "This consent was given before: refusing it now is withdrawing it. Use "
        "‘Withdraw’, so that what rests on it goes too."
    )


class NoFeedbackConsentError(PrivacyError):
    """A klant gave no consent for passing on feedback."""

    nl = (
        "Deze klant gaf geen toestemming om iets door te geven aan de klantmanager. Er "
        "gaat niets door."
    )
    en = (
        "This klant gave no consent for passing anything on to the klantmanager. "
        "Nothing goes."
    )


class NoPermissionError(PrivacyError):
    """An item has no open permission for exactly this wording and recipient."""

    nl = (
        "Voor precies deze woorden en deze ontvanger is geen toestemming open: vraag "
        "de klant opnieuw en leg het vast."
    )
    en = (
        "There is no open permission for exactly these words and this recipient: ask "
        "the klant again and record it."
    )


class TooFewKlantenError(PrivacyError):
    """Anonymous feedback would be of one of very few klanten."""

    nl = (
        "Anoniem kan niet: deze klantmanager heeft minder dan {k} deelnemende klanten, "
        "dus is te raden wie het zei. Vraag of het op naam mag, of geef het niet door."
    )
    en = (
        "It cannot be anonymous: this klantmanager has fewer than {k} participating "
        "klanten, so that one can guess who said it. Ask whether it may go by name, or "
        "do not pass it on."
    )


class TracedWordingError(PrivacyError):
    """The wording of anonymous feedback leads to somebody."""

    nl = (
        "Anoniem kan niet met deze woorden: er staat {what_nl} in. Verwoord het anders."
    )
    en = (
        "It cannot be anonymous in these words: they hold {what_en}. Word it otherwise."
    )


class NotSpeakingError(PrivacyError):
    """Feedback is noted of somebody who does not speak in the source."""

    nl = "Deze deelnemer spreekt niet in bron {source!r}: kies wie het daar zei."
    en = (
        "This participant does not speak in source {source!r}: choose who said it "
        "there."
    )


class EmptyWordingError(PrivacyError):
    """Feedback has no words."""

    nl = "Schrijf op wat er precies wordt doorgegeven."
    en = "Write down what exactly is passed on."


class KeptNumberError(PrivacyError):
    """A citizen service number is to be kept in a text."""

    nl = "Een burgerservicenummer blijft nooit staan: vervang of generaliseer het."
    en = "A citizen service number is never kept: replace or generalise it."
