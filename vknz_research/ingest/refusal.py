"""The reasons for which a file is refused, in both languages."""

from dataclasses import dataclass

from vknz_research.errors import UnreadableFileError


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file cannot be read and what to do about it."""

    nl: str
    en: str

    def of(self, name: str) -> UnreadableFileError:
        """Return the error that refuses a file for this reason."""
        return UnreadableFileError(file=name, reason_nl=self.nl, reason_en=self.en)


ABSENT = Refusal(
    "het bestand is niet te openen: kijk of het bestaat en of u het mag lezen.",
    "the file cannot be opened: see whether it exists and whether you may read it.",
)
BINARY = Refusal(
    "dit is geen tekst maar een binair bestand: bewaar het als UTF-8-tekst.",
    "this is not text but a binary file: save it as UTF-8 text.",
)
HALF_CHARACTER = Refusal(
    "de tekst bevat een half teken (losse surrogaat): bewaar het opnieuw als UTF-8.",
    "the text holds half a character (lone surrogate): save it again as UTF-8.",
)
UNKNOWN_ENCODING = Refusal(
    "de tekencodering is niet te herkennen: bewaar het bestand als UTF-8-tekst.",
    "the encoding of the text is not known: save the file as UTF-8 text.",
)
DAMAGED = Refusal(
    "het bestand is beschadigd of niet wat de naam zegt: open het in het programma "
    "waarmee het is gemaakt en bewaar het opnieuw.",
    "the file is damaged or not what its name says: open it in the program it was "
    "made with and save it again.",
)
LOCKED = Refusal(
    "er staat een wachtwoord op, of het is een oud .doc/.xls-bestand: haal het "
    "wachtwoord eraf of bewaar het opnieuw.",
    "it has a password, or is an old .doc/.xls file: take the password off, or save "
    "it again.",
)
BOMB = Refusal(
    "de inhoud pakt verdacht ver uit (zipbom): het bestand is niet geopend.",
    "the content unpacks suspiciously far (zip bomb): the file was not opened.",
)
ENTITIES = Refusal(
    "het document bevat een DTD of vreemde codering, wat onveilig is: bewaar het "
    "opnieuw vanuit een tekstverwerker.",
    "the document holds a DTD or an odd encoding, which is unsafe: save it again "
    "from a word processor.",
)
NO_TIMES = Refusal(
    "er staan geen tijdcodes in: is dit wel een ondertitelbestand?",
    "there are no time codes in it: is this a subtitle file?",
)
NO_SPEECH = Refusal(
    "dit is geen uitvoer van een spraakherkenner die te lezen is: nodig zijn segmenten "
    "met begin, einde en tekst, zoals Whisper ze schrijft.",
    "this is no output of a recogniser that can be read: needed are segments with "
    "start, end and text, as Whisper writes them.",
)
NO_GRID = Refusal(
    "dit is geen TextGrid van Praat in gewone of korte vorm: bewaar het in Praat met "
    "'Save as text file'.",
    "this is no TextGrid of Praat in long or short form: save it in Praat with 'Save "
    "as text file'.",
)
NO_ELAN = Refusal(
    "dit is geen annotatiebestand van ELAN: bewaar het in ELAN als .eaf.",
    "this is no annotation file of ELAN: save it in ELAN as .eaf.",
)
