"""Why something may not leave the study: purpose, release, approval, place."""

from vknz_research.errors.base import VknzError
from vknz_research.errors.privacy import PrivacyError


class ForbiddenPurposeError(PrivacyError):
    """A purpose was named for which nothing may be exported, ever."""

    nl = (
        "Voor {purpose!r} kan niets worden gemaakt: wat mensen hier zeiden is om van "
        "te leren, nooit om iemand te beoordelen en nooit als bewijs. Wel kan: {known}."
    )
    en = (
        "Nothing can be made for {purpose!r}: what people said here is to learn from, "
        "never to assess anybody and never as evidence. Possible are: {known}."
    )


class UnknownPurposeError(PrivacyError):
    """A purpose is not on the list."""

    nl = "{purpose!r} is geen doel van een uitvoer; kies uit: {known}."
    en = "{purpose!r} is not a purpose of an export; choose one of: {known}."


class ReleaseError(VknzError):
    """A release cannot be made, approved or used."""


class ReleaseRefusedError(ReleaseError):
    """A snapshot is not ready for people outside the study."""

    nl = "Geen uitgifte gemaakt: {reason_nl}."
    en = "No release made: {reason_en}."


class ReleaseExistsError(ReleaseError):
    """Something is in the way of a release."""

    nl = "{path} is er al: kies een andere map, of haal deze zelf weg."
    en = "{path} is there already: choose another folder, or remove this one yourself."


class NoReleaseError(ReleaseError):
    """A folder is not a release."""

    nl = "{path} is geen uitgifte: maak er een met `vknz release MOMENTOPNAME MAP`."
    en = "{path} is not a release: make one with `vknz release SNAPSHOT FOLDER`."


class ChangedReleaseError(ReleaseError):
    """A file of a release is not what was approved."""

    nl = (
        "{file} in uitgifte {path} is gewijzigd, weg of erbij gekomen: maak de "
        "uitgifte opnieuw, of vraag een ongeschonden exemplaar."
    )
    en = (
        "{file} in release {path} was changed, is gone or was added: make the release "
        "again, or ask for an undamaged copy."
    )


class UnapprovedReleaseError(ReleaseError):
    """Fewer than two people approved exactly this release."""

    nl = (
        "{path} is een concept: {count} van de {needed} mensen keurden precies deze "
        "inhoud goed. Geef haar niemand; zie `vknz release approve MAP NAAM`."
    )
    en = (
        "{path} is a draft: {count} of the {needed} people approved exactly these "
        "contents. Give it to nobody; see `vknz release approve FOLDER NAME`."
    )


class SameApproverError(ReleaseError):
    """The same person cannot approve twice."""

    nl = "{name!r} keurde deze uitgifte al goed: de tweede moet een ander zijn."
    en = "{name!r} approved this release already: the second must be somebody else."


class SharedPlaceError(PrivacyError):
    """A study would be kept where others or other machines get copies of it."""

    nl = (
        "{path} ligt in {kind_nl}: daar gaan kopieën naar andere machines, die niemand "
        "meer kan wissen. Kies een map op de eigen schijf. Moet het toch, met "
        "afspraken daarover, zet dan VKNZ_ALLOW_SYNCED=1; `vknz check` blijft het "
        "melden."
    )
    en = (
        "{path} lies in {kind_en}: copies go from there to other machines, which "
        "nobody can erase. Choose a folder on your own disk. If it must be, with "
        "agreements on it, set VKNZ_ALLOW_SYNCED=1; `vknz check` will keep naming it."
    )


class NoKeyChainError(VknzError):
    """The machine has no key chain that keeps a passphrase safely."""

    nl = (
        "Deze machine heeft geen veilige sleutelhanger ({found}): typ de wachtwoordzin "
        "elke keer, of bewaar haar in een wachtwoordbeheerder."
    )
    en = (
        "This machine has no safe key chain ({found}): type the passphrase each time, "
        "or "
        "keep it in a password manager."
    )


class LostSaltError(VknzError):
    """An encrypted store lies beside settings that do not say how its key is made."""

    nl = (
        "{path} is versleuteld, maar study.toml zegt niet meer hoe de sleutel wordt "
        "gemaakt: zet study.toml terug uit een reservekopie. Zonder die regel opent "
        "ook "
        "de goede wachtwoordzin niets. Er is niets veranderd."
    )
    en = (
        "{path} is encrypted, but study.toml does not say any more how the key is "
        "made: "
        "put study.toml back from a backup. Without that line the right passphrase "
        "opens "
        "nothing either. Nothing was changed."
    )
