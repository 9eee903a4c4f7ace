"""What is wrong with a study, its store, or those who log in."""

from vknz_research.errors.base import VknzError


class StudyError(VknzError):
    """A study cannot be opened or made."""


class NoStudyError(StudyError):
    """There is no study in this folder."""

    nl = "In {path} staat geen studie: maak er een met `vknz init {path}`."
    en = "There is no study in {path}: make one with `vknz init {path}`."


class StudyExistsError(StudyError):
    """The folder already holds something."""

    nl = "{path} is al een studie of niet leeg: kies een andere map."
    en = "{path} is a study already, or not empty: choose another folder."


class NewerStudyError(StudyError):
    """A study was written by a newer version of the program."""

    nl = (
        "De studie in {path} is van een nieuwere versie (schema {found}, dit programma "
        "kent {known}): werk het programma bij. Er is niets veranderd."
    )
    en = (
        "The study in {path} is of a newer version (schema {found}, this program knows "
        "{known}): update the program. Nothing was changed."
    )


class WrongPassphraseError(StudyError):
    """The passphrase does not open the store."""

    nl = (
        "De wachtwoordzin past niet op {path}, of het bestand is beschadigd: probeer "
        "opnieuw, of zet een reservekopie terug. Er is niets veranderd."
    )
    en = (
        "The passphrase does not open {path}, or the file is damaged: try again, or "
        "restore a backup. Nothing was changed."
    )


class NoPassphraseError(StudyError):
    """No passphrase was given where one is needed."""

    nl = (
        "Voor {path} is een wachtwoordzin nodig en die is niet gegeven: start de "
        "opdracht in een terminalvenster, of maak een studie met --plain."
    )
    en = (
        "{path} needs a passphrase and none was given: run the command in a terminal "
        "window, or make a study with --plain."
    )


class DamagedStoreError(StudyError):
    """The store does not pass its own integrity check."""

    nl = "De opslag van {path} is beschadigd ({what}): zet een reservekopie terug."
    en = "The store of {path} is damaged ({what}): restore a backup."


class StoreBusyError(StudyError):
    """Another program holds the store."""

    nl = "De opslag is bezet door een ander programma: sluit dat, of probeer straks."
    en = "The store is held by another program: close that, or try again later."


class StoreAddressError(StudyError):
    """The address of a database is not one that can be used."""

    nl = "Dat is geen adres: schrijf postgresql+psycopg://naam@server/database."
    en = "That is no address: write postgresql+psycopg://name@server/database."


class StoreUnreachableError(StudyError):
    """The database server does not answer."""

    nl = "De databaseserver antwoordt niet: kijk of die aanstaat en of store klopt."
    en = "The database server does not answer: see whether it runs and store is right."


class StoreFailedError(StudyError):
    """The disk or the database refused an act; nothing was kept of it."""

    nl = "Niet bewaard ({reason}): kijk of de schijf vol of alleen-lezen is."
    en = "Not saved ({reason}): see whether the disk is full or read-only."


class HiddenSourceError(StudyError):
    """Nothing of a source may be shown."""

    nl = (
        "Van {source} is geen transcript te maken: wie erin spreekt, heeft toestemming "
        "geweigerd of ingetrokken."
    )
    en = (
        "No transcript can be made of {source}: whoever speaks in it refused or "
        "withdrew consent."
    )


class DashboardError(VknzError):
    """The dashboard cannot be served, or not to this person."""


class NoLoginError(DashboardError):
    """Anybody could open the dashboard."""

    nl = (
        "Zonder inloggen is de werkbank alleen voor één persoon op deze machine: geef "
        "één --user NAAM, of maak gebruikers met: vknz users {path} add NAAM."
    )
    en = (
        "Without a login the workbench is for one person on this machine: give one "
        "--user NAME, or make users with: vknz users {path} add NAME."
    )


class OpenAddressError(DashboardError):
    """The dashboard would listen to other machines without a login or in the clear."""

    nl = (
        "{address} is ook van andere machines te bereiken: dat kan alleen met "
        "gebruikers (vknz users {path} add NAAM) en met --certificate en --key."
    )
    en = (
        "{address} can be reached from other machines: that takes users "
        "(vknz users {path} add NAME) and --certificate and --key."
    )


class UnknownUserError(DashboardError):
    """Nobody logs in under this name."""

    nl = "{name!r} staat niet bij de gebruikers; vknz users … list toont ze."
    en = "{name!r} is not among the users; vknz users … list shows them."


class UserNameError(DashboardError):
    """A name cannot be that of a user."""

    nl = "Een gebruikersnaam heeft 1 tot {most} tekens, zonder blanco aan een kant."
    en = "A user name has 1 to {most} characters, without blanks at either end."


class WeakPasswordError(DashboardError):
    """A password is too short, or longer than anybody types."""

    nl = "Een wachtwoord heeft {least} tot {most} tekens; een paar woorden is goed."
    en = "A password has {least} to {most} characters; a few words is good."


class PortTakenError(DashboardError):
    """Something else listens already."""

    nl = "Op poort {port} luistert al iets: kies een andere met --port."
    en = "Something listens on port {port} already: choose another with --port."


class MergeError(StudyError):
    """Two copies of a study cannot be joined."""


class SameStudyError(MergeError):
    """A study is to be joined with itself."""

    nl = "{path} is deze studie zelf: geef de map van de andere kopie. Niets gebeurd."
    en = "{path} is this study itself: give the folder of the other copy. Nothing done."


class OlderCopyError(MergeError):
    """The other copy has an older schema, and it is not ours to change."""

    nl = (
        "De opslag van {path} is van een oudere versie (schema {found}): open die "
        "studie eerst met dit programma, bijvoorbeeld met `vknz check`."
    )
    en = (
        "The store of {path} is of an older version (schema {found}): open that study "
        "with this program first, for example with `vknz check`."
    )


class CopyInUseError(MergeError):
    """The other copy was written to while it was read."""

    nl = (
        "{path} wordt op dit moment gewijzigd: sluit die studie en probeer het "
        "opnieuw. Er is niets veranderd."
    )
    en = (
        "{path} is being written to: close that study and try again. Nothing was "
        "changed."
    )
