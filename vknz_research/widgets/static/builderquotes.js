// The quotations of a section: chosen, ordered, lightly edited, and passages to choose from.
import { openDialog } from "./dialog.js";
import { el, fill } from "./dom.js";
import { cutBrackets, moveAt, pickedOf, setPicks, takenBy } from "./buildermodel.js";

/** Return an edited reading as elements: brackets a shade lighter. */
export function drawReading(text) {
  return cutBrackets(text).map((piece) => (piece.isEdit ? el("span", { class: "red", text: piece.text }) : piece.text));
}

/** Draw the quotations of a section; `page` has state, chosen, change(chosen) and ctx. */
export function drawQuotes(page, node, box) {
  const { t } = page.ctx;
  const picks = pickedOf(page.chosen, node);
  const isOwn = !page.chosen.quotations?.[node.id];
  const rows = picks.map((pick, at) => drawPick(page, node, picks, at)).filter(Boolean);
  const left = (node.quotations ?? []).filter((one) => !picks.some((pick) => pick.key === one.key));
  fill(
    box,
    el("h3", { text: t("builder.quotes") }),
    el("p", { class: "stil", text: isOwn && rows.length ? t("builder.all") : t("builder.placed") }),
    rows.length ? el("ol", { class: "citaten" }, rows) : el("p", { class: "leeg", text: t("builder.noquote") }),
    left.length ? el("details", {}, el("summary", { text: `${t("builder.others")} (${left.length})` }), el("ul", { class: "citaten" }, left.map((one) => drawLeft(page, node, picks, one)))) : null,
  );
}

function drawPick(page, node, picks, at) {
  const { t } = page.ctx;
  const pick = picks[at];
  const quote = page.quotes.get(pick.key);
  if (!quote) return null;
  const set = (made, focus) => page.change(setPicks(page.chosen, node.id, made), focus);
  const move = (by) => set(moveAt(picks, at, by), `${pick.key}${by < 0 ? "↑" : "↓"}`);
  const button = (words, sign, act, isOff = false) => el("button", { class: "knop klein kaal", disabled: isOff, "data-focus": `${pick.key}${sign}`, "aria-label": `${words}: ${pick.key}`, on: { click: act } }, sign);
  return el(
    "li",
    { class: "citaat", "data-key": pick.key },
    el("blockquote", { class: "lees" }, "‘", drawReading(pick.edited ?? quote.edited ?? quote.quote), "’ ", el("span", { class: "bronlabel", text: quote.label ?? "" })),
    el(
      "div",
      { class: "doen" },
      button(t("builder.up", { name: "" }), "↑", () => move(-1), at === 0),
      button(t("builder.down", { name: "" }), "↓", () => move(1), at === picks.length - 1),
      el("button", { class: "knop klein", "aria-label": `${t("builder.edit")}: ${pick.key}`, on: { click: () => openEdit(page, quote, pick, (edited) => set(picks.map((one) => (one === pick ? { key: pick.key, edited } : one)))) } }, t("builder.edit")),
      el("button", { class: "knop klein kaal", "aria-label": `${t("builder.remove")}: ${pick.key}`, on: { click: () => set(picks.filter((one) => one !== pick)) } }, t("builder.remove")),
      el("span", { class: "stil", text: pick.key }),
    ),
  );
}

function drawLeft(page, node, picks, quote) {
  const { t } = page.ctx;
  const place = takenBy(page.chosen).get(quote.key);
  const add = () => page.change(setPicks(page.chosen, node.id, [...picks, { key: quote.key, edited: null }]));
  const act = place ? el("span", { class: "stil", text: t("builder.elsewhere", { section: page.nameOf(place) }) }) : el("button", { class: "knop klein", "aria-label": `${t("builder.add")}: ${quote.key}`, on: { click: add } }, t("builder.add"));
  return el("li", { class: "citaat" }, el("blockquote", { class: "lees" }, "‘", drawReading(quote.edited ?? quote.quote), "’ ", el("span", { class: "bronlabel", text: quote.label ?? "" })), el("div", { class: "doen" }, act, el("span", { class: "stil", text: quote.key })));
}

function openEdit(page, quote, pick, keep) {
  const { t, line } = page.ctx;
  const shown = el("p", { class: "lees", role: "status" });
  const typed = el("textarea", { class: "veld lees", rows: 5, value: pick.edited ?? quote.edited ?? quote.quote, "aria-label": t("builder.reading"), autofocus: true });
  let asked = 0;
  let found = pick.edited;
  const look = async () => {
    const mine = (asked += 1);
    const { edited } = await line.ask("edit", { key: pick.key, typed: typed.value });
    if (mine !== asked) return;
    found = edited;
    fill(shown, "‘", drawReading(edited ?? quote.quote), "’");
  };
  typed.addEventListener("input", () => void look());
  const body = el("div", { class: "bewerken" }, el("p", { class: "uitleg", text: t("builder.edithint") }), el("p", { class: "stil", text: t("builder.original") }), el("blockquote", { class: "lees", text: quote.quote }), typed, el("p", { class: "stil", text: t("builder.reading") }), shown);
  const back = el("button", { class: "tekstknop", on: { click: () => ((typed.value = quote.quote), look()) } }, t("builder.plain"));
  body.append(back);
  openDialog(page.ctx, { title: t("builder.edittitle"), wide: true, body, buttons: [{ words: t("builder.use"), first: true, act: async () => (await look(), keep(found)) }] });
  void look();
}

/** Draw the search for coded passages; what is chosen becomes a quotation of the study. */
export function drawSearch(page, node, box) {
  const { t, line } = page.ctx;
  const last = page.search?.id === node.id ? page.search : null;
  const code = el("input", { class: "veld", value: last?.code ?? node.id, "aria-label": t("builder.code"), spellcheck: "false" });
  const who = el("select", { class: "veld", "aria-label": t("builder.perspectives") }, el("option", { value: "" }, t("builder.anyone")), page.state.known.perspectives.map((name) => el("option", { value: name, selected: name === last?.perspective }, t(`perspective.${name}`))));
  const words = el("input", { class: "veld", type: "search", value: last?.words ?? "", placeholder: t("builder.words"), "aria-label": t("builder.words") });
  const list = el("div", { role: "region", "aria-live": "polite" });
  const ask = async (offset, before = []) => {
    // What was looked for stays when a passage is chosen and the section is drawn again.
    page.search = { id: node.id, code: code.value.trim(), perspective: who.value, words: words.value };
    try {
      const { id: _, ...asked } = page.search;
      const found = await line.ask("passages", { ...asked, offset });
      const all = [...before, ...found.passages];
      const more = all.length < found.total ? el("button", { class: "knop klein", on: { click: () => ask(all.length, all) } }, t("builder.more")) : null;
      const head = found.total ? t.count("builder.found", found.total) : t("builder.nothing", { code: code.value });
      const closed = found.closed ? ` ${t.count("builder.closed", found.closed)}` : "";
      fill(list, el("p", { class: "stil", text: head + closed }), el("ul", { class: "citaten" }, all.map((one) => drawPassage(page, node, one))), more);
    } catch (error) {
      fill(list, el("p", { class: "melding fout", text: error.message }));
    }
  };
  const form = el("form", { class: "zoekregel", on: { submit: (event) => (event.preventDefault(), void ask(0)) } }, code, who, words, el("button", { class: "knop", type: "submit" }, t("builder.find")));
  fill(box, el("h3", { text: t("builder.search") }), form, list);
  if (last) void ask(0);
}

function drawPassage(page, node, passage) {
  const { t } = page.ctx;
  const facts = [passage.label ?? passage.source, passage.perspective ? t(`perspective.${passage.perspective}`) : "", passage.code].filter(Boolean).join(" · ");
  const choose = el("button", { class: "knop klein", "aria-label": `${t("builder.choose")}: ${passage.quote.slice(0, 40)}`, on: { click: () => page.choose(node, passage) } }, t("builder.choose"));
  return el("li", { class: "citaat" }, el("blockquote", { class: "lees", text: passage.quote }), el("div", { class: "doen" }, choose, el("span", { class: "stil", text: facts })));
}
