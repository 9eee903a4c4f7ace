// Who codes which sources, in rounds: how far, handing in, taking back, starting a round.
import { countWords } from "./counting.js";
import { openDialog, openDrawer, runAct } from "./dialog.js";
import { el, fill, focusedIn } from "./dom.js";
import { askReason } from "./adjudicatedialogs.js";
import { joinNames } from "./adjudicateside.js";

export const assignmentsWords = {
  nl: {
    "assignments.title": "Afspraken", "assignments.looking": "De afspraken worden gelezen …",
    "assignments.empty": "Nog geen ronde. In een ronde spreek je af wie welke bronnen codeert; zijn ze allemaal klaar, dan kun je vergelijken.",
    "assignments.start": "Ronde beginnen", "assignments.round": "Ronde {n}", "assignments.blind": "onafhankelijk: ieder ziet alleen de eigen laag tot allen klaar zijn", "assignments.seen": "samen: ieder ziet de lagen van de anderen",
    "assignments.count.one": "1 bron", "assignments.count.many": "{n} bronnen", "assignments.doneof": "{done} van {n} klaar",
    "assignments.done": "klaar", "assignments.open": "bezig", "assignments.none": "nog niet begonnen", "assignments.coded": "{p} % gecodeerd", "assignments.you": "jij",
    "assignments.goto": "Openen", "assignments.compare": "Vergelijken",
    "assignments.handin": "Inleveren", "assignments.handintitle": "{source} inleveren", "assignments.handinblind": "Zeg dat je klaar bent met deze bron. Zijn alle codeurs klaar, dan zien jullie elkaars laag en kan de codering worden vergeleken.",
    "assignments.handinseen": "Zeg dat je klaar bent met deze bron. Zijn alle codeurs klaar, dan kan de codering worden vergeleken.", "assignments.handinshare": "Van deze bron is {p} % van de beurten gecodeerd.", "assignments.handinback": "Terugnemen kan, met een reden.",
    "assignments.takeback": "Terugnemen", "assignments.takebacktitle": "{source} terugnemen", "assignments.takebacknote": "Je codeert verder aan deze bron; vergelijken gaat weer dicht als deze ronde onafhankelijk is. Wat je inleverde, telt niet meer voor de ronde.",
    "assignments.name": "Naam van de ronde", "assignments.sources": "Bronnen", "assignments.all": "Alle", "assignments.nothing": "Geen", "assignments.stale": "Nieuwe definitie ({n})", "assignments.coders": "Codeurs", "assignments.newcoder": "Andere codeur",
    "assignments.isblind": "Onafhankelijk coderen: ieder ziet alleen de eigen laag, tot allen klaar zijn", "assignments.plan": "{coders} coderen elk {sources}.", "assignments.planone": "{coders} codeert {sources}.",
    "assignments.needsource": "Kies minstens één bron.", "assignments.needcoder": "Kies minstens één codeur.", "assignments.needtitle": "Geef de ronde een naam.",
    "assignments.begin": "Beginnen", "assignments.defaulttitle": "Ronde {n}",
    "assignments.isindependent": "Je codeert onafhankelijk. De laag van je collega zie je als jullie allebei klaar zijn.", "assignments.isindependentmany": "Je codeert onafhankelijk. De lagen van je collega’s zie je als jullie allemaal klaar zijn.",
    "assignments.isdone": "Je hebt deze bron ingeleverd. De laag van je collega zie je als die ook klaar is.",
  },
  en: {
    "assignments.title": "Assignments", "assignments.looking": "Reading the assignments …",
    "assignments.empty": "No round yet. A round says who codes which sources; when all are done, you can compare.",
    "assignments.start": "Start a round", "assignments.round": "Round {n}", "assignments.blind": "independent: each sees only their own layer until all are done", "assignments.seen": "together: each sees the layers of the others",
    "assignments.count.one": "1 source", "assignments.count.many": "{n} sources", "assignments.doneof": "{done} of {n} done",
    "assignments.done": "done", "assignments.open": "busy", "assignments.none": "not begun", "assignments.coded": "{p} % coded", "assignments.you": "you",
    "assignments.goto": "Open", "assignments.compare": "Compare",
    "assignments.handin": "Hand in", "assignments.handintitle": "Hand in {source}", "assignments.handinblind": "Say that you are done with this source. When all coders are done, you see each other's layers and the coding can be compared.",
    "assignments.handinseen": "Say that you are done with this source. When all coders are done, the coding can be compared.", "assignments.handinshare": "Of this source {p} % of the turns is coded.", "assignments.handinback": "You can take it back, with a reason.",
    "assignments.takeback": "Take back", "assignments.takebacktitle": "Take back {source}", "assignments.takebacknote": "You go on coding this source; comparing closes again if this round is independent. What you handed in no longer counts for the round.",
    "assignments.name": "Name of the round", "assignments.sources": "Sources", "assignments.all": "All", "assignments.nothing": "None", "assignments.stale": "New definition ({n})", "assignments.coders": "Coders", "assignments.newcoder": "Another coder",
    "assignments.isblind": "Code independently: each sees only their own layer, until all are done", "assignments.plan": "{coders} each code {sources}.", "assignments.planone": "{coders} codes {sources}.",
    "assignments.needsource": "Choose at least one source.", "assignments.needcoder": "Choose at least one coder.", "assignments.needtitle": "Give the round a name.",
    "assignments.begin": "Start", "assignments.defaulttitle": "Round {n}",
    "assignments.isindependent": "You code independently. You see your colleague's layer when both of you are done.", "assignments.isindependentmany": "You code independently. You see your colleagues' layers when all of you are done.",
    "assignments.isdone": "You handed this source in. You see your colleague's layer when they are done too.",
  },
};

const assignmentsOpened = new WeakMap();

/** Gather assignments by round and source: `[{round, sources: [{id, name, open, coders}]}]`, coders by name. */
export function groupAssignments({ rounds, assignments }) {
  return [...rounds].sort((a, b) => b.number - a.number).map((round) => {
    const sources = new Map();
    for (const one of assignments.filter((any) => any.round === round.id)) {
      if (!sources.has(one.source)) sources.set(one.source, { id: one.source, name: one.source_name, open: one.open, coders: [] });
      sources.get(one.source).coders.push(one);
    }
    for (const source of sources.values()) source.coders.sort((a, b) => a.coder_name.localeCompare(b.coder_name));
    return { round, sources: [...sources.values()] };
  });
}

/** Say how far somebody is with a source, in words and a number. */
export function progressWords(t, { state, coded }) {
  const share = t("assignments.coded", { p: Math.round(coded) });
  if (state === "done") return t("assignments.done");
  return coded > 0 ? `${t("assignments.open")}, ${share}` : t("assignments.none");
}

/** Say in the place above a text that it is coded independently; an empty text if it is not. */
export function blindWords(t, { rounds, assignments }, source, coder) {
  const blind = new Set(rounds.filter((round) => round.blind).map(({ id }) => id));
  const mine = assignments.find((one) => one.source === source && one.coder_name === coder && !one.open && blind.has(one.round));
  if (!mine) return "";
  if (mine.state === "done") return t("assignments.isdone");
  const others = assignments.filter((one) => one.round === mine.round && one.source === source && one.coder_name !== coder);
  return t(others.length > 1 ? "assignments.isindependentmany" : "assignments.isindependent");
}

/** Return what is sent to start a round, or throw what is lacking. */
export function roundArgs(t, { title, blind, sources, coders }) {
  if (!title.trim()) throw new Error(t("assignments.needtitle"));
  if (!sources.length) throw new Error(t("assignments.needsource"));
  if (!coders.length) throw new Error(t("assignments.needcoder"));
  return { title: title.trim(), blind, sources, coders };
}

/** Open the assignments over the right column. */
export function openAssignments(ctx) {
  const view = { ctx, asked: 0 };
  view.status = el("p", { class: "panel-quiet", role: "status", text: ctx.t("assignments.looking") });
  view.list = el("div", { class: "assignments-list", tabindex: -1 });
  const start = el("button", { class: "panel-button", autofocus: true, text: `${ctx.t("assignments.start")} …`, on: { click: () => openRound(ctx, (view.data?.rounds.length ?? 0) + 1, view.data?.to_recode ?? []) } });
  const drawer = openDrawer(ctx, el("div", { class: "drawer-body assignments" }, el("div", {}, start), view.status, view.list), ctx.t("assignments.title"));
  assignmentsFollow(view);
  assignmentsLoad(view);
  return drawer;
}

function assignmentsFollow(view) {
  const { ctx } = view;
  const isFirst = !assignmentsOpened.has(ctx);
  assignmentsOpened.set(ctx, view);
  const follow = () => assignmentsOpened.get(ctx).list.isConnected && assignmentsLoad(assignmentsOpened.get(ctx));
  if (isFirst) for (const event of ["comparison", "source"]) ctx.on(event, follow);
}

async function assignmentsLoad(view) {
  const number = (view.asked += 1);
  const found = await runAct(() => view.ctx.ask("assignments", {}), (text) => (view.status.textContent = text));
  if (!found || number !== view.asked) return;
  view.data = found;
  view.status.textContent = found.rounds.length ? "" : view.ctx.t("assignments.empty");
  const had = focusedIn(view.list)?.dataset?.what;
  const hadFocus = view.list.contains(focusedIn(view.list));
  fill(view.list, groupAssignments(found).map((group) => assignmentsRound(view, group)));
  if (hadFocus) (view.list.querySelector(`[data-what="${CSS.escape(had ?? "")}"]`) ?? view.list).focus();
}

function assignmentsRound({ ctx }, { round, sources }) {
  const { t } = ctx;
  ctx.foldedRounds ??= new Map();
  const done = sources.filter((source) => source.coders.every((one) => one.state === "done")).length;
  const isFolded = ctx.foldedRounds.get(round.id) ?? done === sources.length; // what is done makes room
  const fold = el("details", { class: "assignments-round", open: !isFolded, on: { toggle: () => ctx.foldedRounds.set(round.id, !fold.open) } },
    el("summary", { "data-what": `round-${round.id}`, tabindex: 0 }, el("h3", {}, el("span", { text: round.title || t("assignments.round", { n: round.number }) }), el("span", { class: "panel-quiet", text: `${t("assignments.round", { n: round.number })} · ${t("assignments.doneof", { done, n: sources.length })}` }))),
    el("p", { class: "panel-quiet", text: t(round.blind ? "assignments.blind" : "assignments.seen") }),
    el("ul", {}, sources.map((source) => assignmentsSource(ctx, source, round))));
  return fold;
}

function assignmentsSource(ctx, source, round) {
  const { t } = ctx;
  const isHere = source.id === ctx.state.source?.id;
  const go = async () => {
    await ctx.go({ source: source.id, start: 0, end: 1 });
    ctx.focusText();
  };
  const compare = async () => {
    if (!isHere) await ctx.go({ source: source.id, start: 0, end: 1 });
    ctx.openAdjudicate();
  };
  return el("li", { class: isHere ? "assignments-source here" : "assignments-source" },
    el("div", { class: "assignments-name" }, el("b", { text: source.name }),
      !isHere && el("button", { class: "panel-button small", "data-what": `go-${round.id}-${source.id}`, "aria-label": `${t("assignments.goto")}: ${source.name}`, text: t("assignments.goto"), on: { click: go } }),
      source.open && source.coders.length > 1 && el("button", { class: "panel-button small", "data-what": `compare-${round.id}-${source.id}`, "aria-label": `${t("assignments.compare")}: ${source.name}`, text: t("assignments.compare"), on: { click: compare } })),
    el("ul", {}, source.coders.map((one) => assignmentsCoder(ctx, one, round))));
}

function assignmentsCoder(ctx, one, round) {
  const { t, state } = ctx;
  const isMine = one.coder_name === state.coderName;
  const isKept = round.blind && one.open; // who saw the others does not code independently any more
  return el("li", { class: "assignments-coder" },
    el("span", { class: "assignments-who" }, one.coder_name, isMine && el("span", { class: "panel-quiet", text: ` (${t("assignments.you")})` })),
    el("span", { class: "assignments-far" }, one.state === "done" && el("span", { "aria-hidden": "true", text: "✓ " }), progressWords(t, one)),
    isMine && !(one.state === "done" && isKept) && (one.state === "done"
      ? el("button", { class: "panel-button small", "data-what": `act-${one.id}`, text: `${t("assignments.takeback")} …`, on: { click: () => openTakeBack(ctx, one) } })
      : el("button", { class: "panel-button small", "data-what": `act-${one.id}`, text: `${t("assignments.handin")} …`, on: { click: () => openHandIn(ctx, one, round) } })),
    one.state !== "done" && el("span", { class: "gang", "aria-hidden": "true" }, el("i", { style: { width: `${Math.round(one.coded)}%` } })));
}

function openHandIn(ctx, one, round) {
  const { t } = ctx;
  openDialog(ctx, {
    title: t("assignments.handintitle", { source: one.source_name }),
    body: [el("p", { class: "panel-question", text: t(round.blind ? "assignments.handinblind" : "assignments.handinseen") }), el("p", { class: "panel-note", text: `${t("assignments.handinshare", { p: Math.round(one.coded) })} ${t("assignments.handinback")}` })],
    buttons: [{ words: t("assignments.handin"), first: true, keys: "Ctrl ↵", act: () => ctx.act("hand-in", { assignment: one.id }) }],
  });
}

function openTakeBack(ctx, one) {
  askReason(ctx, {
    title: ctx.t("assignments.takebacktitle", { source: one.source_name }), note: ctx.t("assignments.takebacknote"), words: ctx.t("assignments.takeback"),
    act: (reason) => ctx.act("take-back", { assignment: one.id, reason }),
  });
}

// --- a new round ------------------------------------------------------------------------------------
function openRound(ctx, number, toRecode) {
  const { t, state } = ctx;
  const title = el("input", { class: "panel-field", autofocus: true, value: t("assignments.defaulttitle", { n: number }) });
  const blind = el("input", { type: "checkbox", checked: true });
  const note = el("p", { class: "panel-note", "aria-live": "polite" });
  const sources = assignmentsTicks([...state.sources].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true })).map(({ id, name }) => ({ value: id, name })), () => plan());
  const people = [...state.coders].filter(([id]) => state.persons.has(id)).map(([, name]) => ({ value: name, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const coders = assignmentsTicks(people, () => plan());
  const other = el("input", { class: "panel-field", on: { input: () => plan() } });
  const chosen = () => [...new Set([...coders.chosen(), ...other.value.split(",").map((name) => name.trim()).filter(Boolean)])];
  const plan = () => (note.textContent = planWords(t, chosen(), sources.chosen().length));
  const all = (words, wants) => el("button", { class: "panel-button small", text: words, on: { click: () => [sources.set(wants), plan()] } });
  const stale = toRecode.length ? all(t("assignments.stale", { n: toRecode.length }), (id) => toRecode.includes(id)) : null;
  openDialog(ctx, {
    title: t("assignments.start"), wide: true,
    body: [
      el("label", { class: "panel-label" }, el("span", { text: t("assignments.name") }), title),
      el("div", { class: "assignments-form" },
        el("fieldset", {}, el("legend", {}, t("assignments.sources"), " ", all(t("assignments.all"), () => true), " ", all(t("assignments.nothing"), () => false), " ", stale), sources.element),
        el("div", {}, el("fieldset", {}, el("legend", { text: t("assignments.coders") }), coders.element), el("label", { class: "panel-label" }, el("span", { text: t("assignments.newcoder") }), other))),
      el("label", { class: "panel-choice" }, blind, t("assignments.isblind")), note,
    ],
    buttons: [{ words: t("assignments.begin"), first: true, keys: "Ctrl ↵", act: () => ctx.act("start-round", roundArgs(t, { title: title.value, blind: blind.checked, sources: sources.chosen(), coders: chosen() })) }],
  });
  title.select();
}

/** Say what a new round asks of whom. */
export function planWords(t, coders, sources) {
  if (!coders.length || !sources) return "";
  return t(coders.length === 1 ? "assignments.planone" : "assignments.plan", { coders: joinNames(coders, t("adjudicate.and")), sources: countWords(t, "assignments.count", sources) });
}

function assignmentsTicks(options, onChange) {
  const boxes = options.map(({ value }) => el("input", { type: "checkbox", value, on: { change: onChange } }));
  const element = el("div", { class: "assignments-ticks" }, options.map(({ name }, i) => el("label", { class: "panel-choice" }, boxes[i], el("span", { text: name }))));
  return { element, chosen: () => boxes.filter((box) => box.checked).map((box) => box.value), set: (wants) => boxes.forEach((box) => (box.checked = wants(box.value))) };
}
