"""An invented report of some sixty blocks, odd cases included. Nobody said any of this."""

from datetime import UTC, datetime
from typing import Any

from vknz_research.report.blocks import (
    BLOCK_MIME,
    Block,
    CodeCard,
    Column,
    Facts,
    Figure,
    Heading,
    Note,
    Notes,
    Notice,
    Paragraph,
    Part,
    Passage,
    Passages,
    Quotation,
    Response,
    Table,
    to_json,
)
from vknz_research.report.meta import ReportMeta

META = ReportMeta(
    title="Procesevaluatie Oeverstad: leren van opnames",
    subtitle="Wat klanten, klantmanagers en leidinggevenden zeggen over terugkijken",
    study="Oeverstad, fase 2 en 3",
    snapshot_name="v3",
    snapshot_hash="9f2c71ab04de5c38aa01bb02cc03dd04ee05ff0611223344556677889900aabb",
    frozen_on=datetime(2026, 3, 14, 16, 20, tzinfo=UTC),
    parameters={"fase": "2,3", "taal": "nl"},
    command="vknz report snapshots/v3-9f2c procesevaluatie -p fase=2,3",
)

NASTY = (
    "<script>alert(1)</script> #let x = 1 $a_b$ _em_ @ref \\n \\ {{ 7*7 }} {% raw %} "
    "</style> `code` *ster* ~ \"dubbel\" 'enkel' & &amp; //x /* y */ שלום עליכם مرحبا "
    "🙂 👩🏽‍💻 [link](https://example.org) <label> ]( #[x] ${y}"
)
LONG = "arbeidsongeschiktheidsverzekeringsmaatschappijbeoordelingsgesprekken"


def say_plainly(
    text: str, key: str, source: str | None, place: str | None
) -> Quotation:
    return Quotation(key, (Part(text),), source, place, f"citaat-{key}")


PEOPLE = ("Klanten", "Klantmanagers", "Leidinggevenden")
COUNTS = {
    "besproken": ((1, 5, 0), "#8a2a66", ""),
    "genoemd": ((2, 7, 1), "#8a2a66", "/"),
    "niet": ((2, 1, 1), "#ffffff", ""),
}


def draw_squares(number: str, anchor: str) -> Figure:
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": list(PEOPLE),
            "x": list(counts),
            "marker": {
                "color": colour if not shape else "#ffffff",
                "line": {
                    "color": "#8a2a66" if name != "niet" else "#868c94",
                    "width": 1.2,
                },
                "pattern": {"shape": shape, "fgcolor": "#8a2a66", "size": 6},
            },
        }
        for name, (counts, colour, shape) in COUNTS.items()
    ]
    layout = {
        "barmode": "stack",
        "yaxis": {"autorange": "reversed"},
        "xaxis": {"title": {"text": "gesprekken en vragenlijsten"}, "dtick": 2},
    }
    rows = tuple(
        (who, *(str(COUNTS[name][0][i]) for name in COUNTS), str(passages))
        for i, (who, passages) in enumerate(zip(PEOPLE, (9, 48, 2), strict=True))
    )
    columns = (
        Column("Perspectief"),
        *(Column(n, is_number=True) for n in (*COUNTS, "passages")),
    )
    return Figure(
        number,
        "Gesprekken en vragenlijsten waarin reflectie ter sprake komt, per perspectief.",
        "Drie rijen. Klanten: in 3 van de 5. Klantmanagers: in 12 van de 13. "
        "Leidinggevenden: in 1 van de 2.",
        {"data": traces, "layout": layout},
        Table(None, "", columns, rows, f"{anchor}-tabel"),
        anchor,
        260,
    )


def draw_heat(number: str, anchor: str) -> Figure:
    codes = ("richting", "reflectie", "responsiviteit", "routine")
    values = [[12, 4, 3, 1], [4, 61, 8, 6], [3, 8, 22, 5], [1, 6, 5, 17]]
    data = [
        {
            "type": "heatmap",
            "z": values,
            "x": list(codes),
            "y": list(codes),
            "colorscale": [[0, "#f6f7f7"], [1, "#1f3a5f"]],
            "showscale": False,
            "texttemplate": "%{z}",
            "xgap": 2,
            "ygap": 2,
        }
    ]
    rows = tuple((c, *map(str, r)) for c, r in zip(codes, values, strict=True))
    columns = (Column("Code"), *(Column(c, is_number=True) for c in codes))
    return Figure(
        number,
        "Codes die in dezelfde passage voorkomen.",
        "Raster van vier bij vier codes; reflectie komt het vaakst alleen voor, 61 keer.",
        {"data": data, "layout": {"yaxis": {"autorange": "reversed"}}},
        Table(None, "", columns, rows, f"{anchor}-tabel"),
        anchor,
    )


def _chapter_four() -> list[Block]:
    edited = Quotation(
        "f2-1",
        (
            Part("[T]", "edit", "Maar t"),
            Part("oen ik "),
            Part("[de opname]", "edit", "’m"),
            Part(
                " ’s avonds nog een keer aanzette, zag ik dat ik gewoon niet wacht. Ik stel "
                "een vraag en ik geef zelf het antwoord alweer. "
            ),
            Part("[...]", "elision", "9 woorden"),
        ),
        "F2/KM",
        "14:09",
        "citaat-f2-1",
    )
    return [
        Heading(
            1, "Terugkijken zonder dat iemand je de maat neemt", "4", "hoofdstuk-4"
        ),
        Paragraph(
            "Klantmanagers die hun gesprek terugzagen, spreken vooral over wat zij niet "
            "wisten dat zij deden. Klanten spreken over hoe zij overkwamen. Leidinggevenden "
            "spreken over tijd.",
            is_lead=True,
        ),
        Paragraph(
            "Dertien klantmanagers bekeken een eigen opname, twaalf van hen vertellen wat dat "
            "losmaakte. De eerste keer kijken viel bijna niemand mee. Wat volgde was zelden "
            "een oordeel over het hele gesprek, maar een klein ding dat steeds terugkwam:"
        ),
        edited,
        Paragraph(
            "Dat inzicht ontstond alleen waar het gezelschap veilig was. Met collega’s die "
            "*doorvroegen* wel; met een leidinggevende erbij hadden sommigen een **ander "
            "gesprek** gekozen.\n\nVeiligheid is hier geen sfeer maar een afspraak over wie "
            "meekijkt. Drie dingen keren daarbij terug."
        ),
        say_plainly(
            "Jullie vragen door zonder dat ik denk: nu word ik afgerekend.",
            "f2-2",
            "F2/KM",
            "15:56",
        ),
        Paragraph(
            "Niet iedereen ziet het nut. Eén klant vond de opname overbodig, en dat is geen misverstand dat om uitleg vraagt:"
        ),
        say_plainly(
            "Voor mij hoeft het niet, zo’n filmpje. Ik weet zelf wel wat ik gezegd heb.",
            "f3-1",
            "F3/K",
            "02:47",
        ),
        Paragraph(
            "Paragraaf [4.2](#par-4-2) gaat over de voorwaarden, [figuur 3](#figuur-3) laat zien wie er over spreekt; [dit](#nergens) bestaat niet en [dat](https://example.org/x) mag niet."
        ),
        Heading(2, "Wie er over reflectie spreekt", "4.1", "par-4-1"),
        Paragraph(
            "Over reflectie spreken klantmanagers het meest, en dat is te verwachten: zij zaten zelf achter het scherm. Bij leidinggevenden steunt dit hoofdstuk op één groepsgesprek."
        ),
        draw_squares("3", "figuur-3"),
        Passages(
            "2 passages",
            "4r/reflectie EN perspectief:klant",
            (Passage("F3/K · 04:10", "<b>Ja.</b>"), Passage("F3/K", "Nee & toch.")),
        ),
        Passages("Routine: 1 passage", "4r/routine", label="Routine"),
        Notice("Klanten zeggen hier weinig over. Er is hun ook niet naar gevraagd."),
        Heading(2, "Onder welke voorwaarden", "4.2", "par-4-2"),
        Paragraph(
            "Drie voorwaarden keren terug:\n\n- iemand die doorvraagt;\n- een klein doel om op te letten, zoals\n  1. wachten na een vraag\n  2. samenvatten\n- een plek in de week.\n\nDe eerste twee regelden klantmanagers zelf, tot op een geeltje aan het beeldscherm. De derde niet:"
        ),
        say_plainly(
            "Niemand zegt dat het niet mag. Maar het staat ook nergens in je agenda, dus het gebeurt niet.",
            "f2-3",
            "F2/KM",
            "15:20",
        ),
        Paragraph(
            "Leidinggevenden noemen dit ruimte geven. Klantmanagers noemen het een afspraak die iemand moet maken. Het verschil zit niet in de bereidheid maar in de vraag wie begint."
        ),
        Heading(3, "Wat leidinggevenden ervan zeggen", "4.2.1", "par-4-2-1"),
        Paragraph(
            f"Over {LONG} werd niet gesproken, over {LONG[:34]} wel. Dat is een woord dat nergens past, en het moet toch passen."
        ),
        say_plainly(
            "Ik zeg altijd: neem de tijd. En dan plan ik ze vol.", "f2-4", None, None
        ),
    ]


def _chapter_five() -> list[Block]:
    return [
        Heading(1, "Richting", "5", "hoofdstuk-5"),
        Paragraph(
            "Wie wist waarvoor hij keek, keek langer. Dat is het kortst gezegd wat dit hoofdstuk laat zien.",
            is_lead=True,
        ),
        Paragraph(f"Deze alinea bevat alles wat stuk kan gaan: {NASTY}"),
        Quotation(
            "gek",
            (Part(NASTY), Part(" [<b>x</b>]", "edit", NASTY)),
            "F1/#$_@",
            "<00:01>",
            "citaat-gek",
        ),
        Heading(2, "Waar codes samen voorkomen", "5.1", "par-5-1"),
        draw_heat("4", "figuur-4"),
        Paragraph("De tabel hieronder is lang en gaat over meer bladzijden."),
        Table(
            "5",
            "Passages per bron, per code en per codeur",
            (
                Column("Bron"),
                Column("Perspectief"),
                Column("Code"),
                Column("Toelichting"),
                Column("Passages", is_number=True),
                Column("Aandeel", is_number=True),
            ),
            tuple(
                (
                    f"F{1 + i % 3}/{('K', 'KM', 'L')[i % 3]}-{i:02d}",
                    PEOPLE[i % 3],
                    f"4r/reflectie/terugkijken-op-jezelf-{i}",
                    "In deze bron gaat het over tempo, over wachten en over de stilte die dan valt."
                    if i % 4 == 0
                    else "Kort.",
                    str(i * 7 % 23),
                    f"{i * 3 % 97},{i % 10} %",
                )
                for i in range(48)
            ),
            "tabel-5",
            note="Aandelen van alle passages in de bron. Onder 20 passages staat geen percentage.",
        ),
        Table(
            "6",
            "Lege tabel: geen enkele bron noemt dit",
            (Column("Bron"), Column("Passages", is_number=True)),
            (),
            "tabel-6",
        ),
        Table(
            "7",
            NASTY,
            (Column(NASTY[:40]), Column("Getal", is_number=True)),
            ((NASTY, "1"), (LONG, "2"), ("regel een\nregel twee", "3")),
            "tabel-7",
        ),
        Notice(NASTY),
        Paragraph(f"Dat staat er zo. [1](#noot-5-1) {NASTY}"),
        Response("4r/reflectie", NASTY, "reactie-h-5"),
        Notes((Note("1", f"Elf passages. {NASTY}", "noot-5-1"),)),
    ]


def _appendices() -> list[Block]:
    places = (
        (
            "f2-1",
            "[T]oen ik [de opname] ’s avonds …",
            "F2/KM",
            "14:09",
            "klantmanager",
            "2 vervangen, 1 weggelaten",
        ),
        (
            "f2-2",
            "Jullie vragen door zonder …",
            "F2/KM",
            "15:56",
            "klantmanager",
            "nee",
        ),
        ("f3-1", "Voor mij hoeft het niet …", "F3/K", "02:47", "klant", "nee"),
        (
            "f2-3",
            "Niemand zegt dat het niet mag …",
            "F2/KM",
            "15:20",
            "klantmanager",
            "nee",
        ),
    )
    return [
        Heading(1, "Codeboek", "B", "bijlage-b"),
        Paragraph("De codes waarmee is gewerkt, met hun drie merken."),
        CodeCard(
            "Ri",
            "#2b6cc4",
            "solid",
            "filled",
            "Richting",
            "4r/richting",
            "De spreker zegt waar het gesprek of het leren heen moet.",
            "Een doel, een bedoeling, een vraag vooraf.",
            "Een wens zonder gevolg; dat is ‘hoop’.",
            "‘Ik wilde weten of ik te veel praat.’",
            1,
        ),
        CodeCard(
            "Rf",
            "#8a2a66",
            "double",
            "filled",
            "Reflectie",
            "4r/reflectie",
            "De spreker kijkt terug op eigen doen of laten.",
            "Terugkijken op een gesprek, alleen of samen.",
            "Een oordeel over een ander.",
            "‘Toen zag ik dat ik niet wacht.’",
            1,
        ),
        CodeCard(
            "Tz",
            "#ad4d88",
            "double",
            "filled",
            "Terugkijken op jezelf",
            "4r/reflectie/terugkijken-op-jezelf",
            "Terugkijken waarbij de spreker zichzelf ziet.",
            "Alleen bij beeld of geluid.",
            "",
            "",
            2,
        ),
        CodeCard(
            "Rs",
            "#b57200",
            "dashed",
            "filled",
            "Responsiviteit",
            "4r/responsiviteit",
            "De spreker gaat in op wat de ander inbrengt.",
            "",
            "",
            "",
            1,
        ),
        CodeCard(
            "Ro",
            "#2a8f74",
            "dotted",
            "filled",
            "Routine",
            "4r/routine",
            "Wat gewoonte is geworden.",
            "",
            "",
            "",
            1,
        ),
        CodeCard(
            "Zw",
            "#41577e",
            "solid",
            "outlined",
            "Zien wat je doet",
            "kernelementen/zien",
            "Eigen beeld als spiegel.",
            "",
            "",
            "",
            1,
        ),
        CodeCard(
            "<b>",
            "url(javascript:1)",
            "x",
            "filled",
            NASTY,
            "kader/#$_@",
            NASTY,
            NASTY,
            "",
            "",
            3,
        ),
        Heading(1, "Waar dit rapport op rust", "E", "bijlage-e"),
        Paragraph(
            "Elk getal en elk citaat in dit rapport is bij het maken nagezocht in de momentopname hieronder. Zou er één niet te vinden zijn, dan was het rapport niet gemaakt."
        ),
        Facts(
            (
                ("Momentopname", "v3, bevroren op 14 maart om 16:20"),
                ("Hash", "9f2c 71ab 04de 5c38"),
                (
                    "Bronnen",
                    "17; daarvan 2 geteld maar niet geciteerd (geen toestemming)",
                ),
                ("Codeboek", "revisie 7; 3 wijzigingen sinds de vorige versie"),
                ("Codeurs", "LvH en MdB, onafhankelijk; vastgestelde laag van 9 maart"),
                (
                    "Overeenstemming",
                    "αcu 0,74 (95 %: 0,66 tot 0,81), 4R samen; routine 0,58",
                ),
                ("Parameters", "fase=2,3 perspectief=alle taal=nl publiek=intern"),
                ("Opnieuw maken", META.command),
            ),
            (False, True, False, False, False, False, True, True),
        ),
        Table(
            "E1",
            "Citaten in hoofdstuk 4, met hun plaats",
            tuple(
                Column(name) for name in ("Citaat", "Bron", "Plaats", "Rol", "Bewerkt")
            ),
            tuple(row[1:] for row in places),
            "tabel-e1",
            row_anchors=tuple(f"plaats-{row[0]}" for row in places),
        ),
        Heading(2, "Herleiding van de citaten", None, "herleiding"),
        Paragraph(
            "Alle 41 labels passen bij de opzet van het onderzoek en bij de rol van de spreker. Op één plek klopte dat eerst niet; wat is verbeterd staat in [tabel E1](#tabel-e1)."
        ),
    ]


def make_blocks() -> list[Block]:
    return [*_chapter_four(), *_chapter_five(), *_appendices()]


def make_large(pages: int = 40, figures: int = 25) -> list[Block]:
    blocks: list[Block] = []
    for i in range(figures):
        blocks += [
            Heading(1 if i % 6 == 0 else 2, f"Deel {i}", str(i + 1), f"deel-{i}")
        ]
        for j in range(pages * 4 // figures):
            blocks += [
                Paragraph(
                    f"Alinea {j}. "
                    + "Wie wist waarvoor hij keek, keek langer en zag *meer* dan wie zomaar keek. "
                    * 5
                ),
                say_plainly(
                    "Dan zie je pas hoe snel je zelf praat, en dat de ander nog niet klaar was.",
                    f"{i}-{j}",
                    "F2/KM",
                    "1:00",
                ),
            ]
        blocks += [(draw_heat if i % 2 else draw_squares)(str(i + 1), f"fig-{i}")]
    return blocks


def as_notebook(blocks: list[Block], name: str = "rapport") -> Any:
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    cells = [
        new_code_cell(
            "geheim = 'broncode hoort niet in het rapport'",
            outputs=[
                new_output("stream", name="stdout", text="RUIS OP HET SCHERM"),
                new_output(
                    "display_data",
                    data={BLOCK_MIME: to_json(block), "text/plain": "RUIS"},
                ),
            ],
        )
        for block in blocks
    ]
    return new_notebook(cells=cells, metadata={"vknz": {"name": name}})
