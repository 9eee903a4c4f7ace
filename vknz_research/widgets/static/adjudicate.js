// Comparing coders: the differences of one source one by one, and a decision on each.
import { countWords } from "./counting.js";
import { openDrawer, runAct } from "./dialog.js";
import { el, fill, focusedIn, takesText } from "./dom.js";
import { cutAfter } from "./passage.js";
import { CASE_STATES, countStates, filterCases, isTodo, nextTodo } from "./adjudicatecases.js";
import { makeClosed, openAgain, openBulk, openFinish, openReopen } from "./adjudicatedialogs.js";
import { activeCoding, decideArgs, draftProblem, filedUnder, makeDecision, makeForm, otherCodings, outcomesOf } from "./adjudicateform.js";
import { codesOf, headWords, joinNames, makeDefinitions, makeSides, sidesOf } from "./adjudicateside.js";
import { isShared, cutTracks, laneSpans, makePassage, showEdge } from "./adjudicatetext.js";

const ADJUDICATE_ROWS = 120; // rows of the list that are drawn at a time
const adjudicateOpened = new WeakMap();

/** Open the comparison of the open source over the right column. */
export function openAdjudicate(ctx) {
  const view = { ctx, data: null, asked: 0, chosen: null, key: null, place: 0, drafts: new Map(), sent: new Map(), filter: { state: "", kind: "", code: "" }, showsCards: null, isList: false, assignments: [] };
  const { t } = ctx;
  view.status = el("p", { class: "panel-quiet", role: "status", text: ctx.state.source ? t("adjudicate.looking") : t("adjudicate.nosource") });
  view.alert = el("p", { class: "dialog-alert", role: "alert", hidden: true });
  view.head = el("div", { class: "adjudicate-head" });
  view.stage = el("div", { class: "adjudicate-stage", tabindex: 0, role: "group", autofocus: true });
  view.foot = el("div", { class: "adjudicate-foot" });
  const body = el("div", { class: "drawer-body adjudicate" }, view.head, view.status, view.alert, view.stage, view.foot);
  body.addEventListener("keydown", (event) => adjudicateKeys(view, event));
  view.drawer = openDrawer(ctx, body, t("adjudicate.title"));
  ctx.root.classList.add("vergelijkt");
  view.drawer.element.addEventListener("drawer-close", () => adjudicateLeave(view));
  adjudicateFollow(view);
  adjudicateLoad(view);
  return view.drawer;
}

function adjudicateLeave({ ctx }) {
  ctx.root.classList.remove("vergelijkt");
  ctx.reveal(null);
}

// What colleagues code and decide, an undo, another source: the comparison is asked again, soon.
function adjudicateFollow(view) {
  const { ctx } = view;
  const isFirst = !adjudicateOpened.has(ctx);
  adjudicateOpened.set(ctx, view);
  if (!isFirst) return;
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => adjudicateOpened.get(ctx).stage.isConnected && adjudicateLoad(adjudicateOpened.get(ctx)), 60);
  };
  for (const event of ["comparison", "source", "codings", "codes", "memos"]) ctx.on(event, soon);
  ctx.on("selection", () => adjudicateTake(adjudicateOpened.get(ctx)));
}

async function adjudicateLoad(view) {
  const { ctx } = view;
  const source = ctx.state.source?.id;
  if (!source) return;
  if (view.data && view.data.source !== source) Object.assign(view, { key: null, chosen: null, place: 0, signature: null });
  const number = (view.asked += 1);
  const args = { source, ...(view.chosen ? { coders: view.chosen } : {}) };
  const found = await runAct(() => ctx.ask("comparison", args), (text) => (view.status.textContent = text));
  if (!found || number !== view.asked) return;
  if (!found.open) view.assignments = (await ctx.ask("assignments", {})).assignments;
  if (!view.stage.isConnected) return; // closed meanwhile
  for (const one of found.cases) if (isTodo(one)) one.state = view.sent.get(one.key) ?? one.state;
  view.data = found;
  adjudicateDraw(view);
}

// A part is drawn anew only if something in it changed: a list that is open stays open, and the focus where it is.
function adjudicatePart(box, facts, draw) {
  const signature = JSON.stringify(facts);
  if (box.drawn === signature) return;
  box.drawn = signature;
  const had = focusedIn(box)?.dataset?.what;
  const isInside = had && box.contains(focusedIn(box));
  draw();
  if (isInside) box.querySelector(`[data-what="${CSS.escape(had)}"]`)?.focus();
}

function adjudicateSay(view, text) {
  view.alert.textContent = text;
  view.alert.hidden = !text;
  if (text) view.alert.scrollIntoView?.({ block: "nearest" });
}

// --- drawing ------------------------------------------------------------------------------------
function adjudicateDraw(view) {
  const { data } = view;
  view.shown = filterCases(data.cases, view.filter);
  const isKept = view.shown.some((found) => found.key === view.key);
  if (!isKept) view.key = (view.shown[Math.min(view.place, view.shown.length - 1)] ?? {}).key ?? null;
  if (!view.wasSeen) view.key = (view.shown.find(isTodo) ?? view.shown[0])?.key ?? null;
  view.wasSeen = true;
  adjudicateHead(view);
  view.status.textContent = "";
  adjudicateStage(view);
  adjudicateFoot(view);
}

function adjudicateHead(view) {
  const { ctx, data } = view;
  const { t } = ctx;
  const isFull = data.open && data.cases.length > 0;
  const facts = [data.source, data.open, data.coders, data.candidates, data.adjudication, data.counts.agreed, countStates(data.cases), view.filter, data.cases.flatMap(filedUnder)];
  adjudicatePart(view.head, facts, () => fill(view.head, adjudicateCoders(view),
    data.adjudication?.state === "done" && el("p", { class: "panel-note adjudicate-settled" }, el("span", { text: t("adjudicate.finished") }),
      el("button", { class: "panel-button small", "data-what": "assignments", text: t("adjudicate.assignments"), on: { click: () => ctx.openAssignments() } }),
      el("button", { class: "panel-button small", "data-what": "reopen", text: `${t("adjudicate.reopen")} …`, on: { click: () => adjudicateAsk(view, () => openReopen(ctx, data.source, () => {})) } })),
    isFull && el("div", { class: "adjudicate-filters" }, adjudicateChips(view), adjudicateSelects(view))));
}

// Two are compared; of more, those that are pressed.
function adjudicateCoders(view) {
  const { ctx, data } = view;
  const { t } = ctx;
  const own = new Set(data.coders.map(({ id }) => id));
  const all = data.open ? data.candidates : [];
  const todo = data.cases.filter(isTodo).length;
  const sum = data.open ? el("span", { class: "panel-quiet", text: `${countWords(t, "adjudicate.agreed", data.counts.agreed)}, ${todo ? countWords(t, "adjudicate.todo", todo) : t("adjudicate.todo.none")}` }) : null;
  if (all.length < 3) return el("p", { class: "adjudicate-who2" }, el("b", { text: joinNames(data.coders.map(({ name }) => name), t("adjudicate.and")) }), " ", sum);
  const toggle = (id) => {
    const next = own.has(id) ? data.coders.map((coder) => coder.id).filter((one) => one !== id) : all.map((coder) => coder.id).filter((one) => own.has(one) || one === id);
    if (next.length < 2) return adjudicateSay(view, t("adjudicate.least"));
    adjudicateSay(view, "");
    Object.assign(view, { chosen: next, signature: null });
    return adjudicateLoad(view);
  };
  return el("div", {}, el("div", { class: "panel-chips", role: "group", "aria-label": t("adjudicate.coders") },
    all.map(({ id, name }) => el("button", { class: "panel-pick", "data-what": `coder-${id}`, "aria-pressed": own.has(id), text: name, on: { click: () => toggle(id) } }))), sum);
}

function adjudicateChips(view) {
  const { t } = view.ctx;
  const counts = countStates(view.data.cases);
  const chip = (state, n) => el("button", { class: "panel-pick", "data-what": `state-${state}`, "aria-pressed": view.filter.state === state, on: { click: () => adjudicateFilter(view, { state }) } },
    t(`adjudicate.state.${state || "all"}`), " ", el("span", { class: "num", text: n }));
  return el("div", { class: "panel-chips", role: "group", "aria-label": t("adjudicate.filter") }, chip("", view.data.cases.length), CASE_STATES.filter((state) => counts[state] || view.filter.state === state).map((state) => chip(state, counts[state])));
}

function adjudicateSelects(view) {
  const { ctx, data } = view;
  const { t, state } = ctx;
  const select = (name, options) => el("select", { class: "panel-field", "data-what": name, "aria-label": t(`adjudicate.${name}`), on: { change: (event) => adjudicateFilter(view, { [name]: event.target.value }) } },
    options.map(([value, words]) => el("option", { value, selected: view.filter[name] === value, text: words })));
  const codes = [...new Set(data.cases.flatMap(filedUnder))].map((id) => [id, state.codes.get(id)?.name ?? id]).sort((a, b) => (a[1] < b[1] ? -1 : 1));
  const kinds = ["missing", "borders", "code"].filter((kind) => data.cases.some((found) => found.kind === kind));
  return el("div", { class: "adjudicate-selects" },
    select("kind", [["", t("adjudicate.kind.all")], ...kinds.map((kind) => [kind, t(`adjudicate.kind.${kind}`)])]), select("code", [["", t("adjudicate.code.all")], ...codes]));
}

function adjudicateFilter(view, change) {
  Object.assign(view.filter, change);
  view.place = 0;
  adjudicateDraw(view);
}

// The stage holds one difference, or what is said in its place; a case that did not change is left as it is.
function adjudicateStage(view) {
  const { data } = view;
  const found = view.shown.find(({ key }) => key === view.key);
  view.place = Math.max(0, view.shown.indexOf(found));
  const signature = JSON.stringify([found, countStates(data.cases), found && codesOf(found).map((id) => view.ctx.state.codes.get(id)), view.isList && view.shown, view.place, view.shown.length, data.open, data.pending, data.coders, data.adjudication, data.cases.length, view.assignments]);
  if (signature === view.signature) return adjudicateReveal(view, found);
  view.signature = signature;
  const at = view.stage.contains(focusedIn(view.stage)) ? adjudicateWhere(view) : null;
  view.form = null;
  view.rows = [];
  fill(view.stage, ...(!found ? [adjudicateNothing(view)] : view.isList ? [adjudicateNav(view), adjudicateList(view)] : [adjudicateNav(view), adjudicateCase(view, found)]));
  view.stage.setAttribute("aria-label", found && !view.isList ? headWords(view.ctx.t, found, data.coders) : view.ctx.t("adjudicate.title"));
  if (at) (at === "reason" && view.form ? view.form.reason : view.isList ? (view.rows[view.place] ?? view.stage) : view.stage).focus();
  return adjudicateReveal(view, found);
}

function adjudicateWhere(view) {
  return focusedIn(view.stage) === view.form?.reason ? "reason" : "stage";
}

function adjudicateReveal(view, found) {
  const isNew = view.revealed !== found?.key;
  view.revealed = found?.key;
  view.ctx.reveal(found && !view.isList ? found : null, isNew);
}

function adjudicateNothing(view) {
  const { ctx, data } = view;
  const { t } = ctx;
  const names = joinNames(data.coders.map(({ name }) => name), t("adjudicate.and"));
  if (!data.open) return makeClosed(ctx, { source: data.source, pending: data.pending, assignments: view.assignments, onDone: () => {} });
  if (data.coders.length < 2) return el("p", { class: "panel-question", text: t("adjudicate.alone") });
  if (!data.cases.length) return el("p", { class: "panel-question", text: data.counts.agreed ? t("adjudicate.none", { names, n: data.counts.agreed }) : t("adjudicate.empty", { names }) });
  return el("p", { class: "panel-question" }, t("adjudicate.filternone", { n: data.cases.length }), " ",
    el("button", { class: "panel-link", text: t("adjudicate.showall"), on: { click: () => [adjudicateFilter(view, { state: "", kind: "", code: "" }), view.stage.focus()] } }));
}

function adjudicateNav(view) {
  const { t } = view.ctx;
  const button = (name, key, act) => el("button", { class: "panel-button small", tabindex: -1, on: { click: act } }, t(`adjudicate.${name}`), " ", el("kbd", { class: "panel-key", text: key }));
  return el("div", { class: "adjudicate-nav" },
    !view.isList && button("previous", "k", () => adjudicateStep(view, -1)), !view.isList && button("next", "j", () => adjudicateStep(view, 1)),
    !view.isList && el("span", { class: "num", text: t("adjudicate.place", { i: view.place + 1, n: view.shown.length }) }),
    el("span", { class: "adjudicate-more" }, adjudicateBulk(view), button(view.isList ? "backtocase" : "list", "i", () => adjudicateToggle(view))));
}

function adjudicateBulk(view) {
  const { ctx, data } = view;
  const { t } = ctx;
  const cases = data.cases.filter((found) => found.kind === "borders" && found.state === "undecided");
  if (!cases.length || data.adjudication?.state === "done") return null;
  const ask = () => openBulk(ctx, { source: data.source, coders: data.coders, cases, onDone: (n) => ctx.speak(t("adjudicate.bulkdone", { n })) });
  return el("button", { class: "panel-button small", on: { click: () => adjudicateAsk(view, ask) } }, `${t("adjudicate.bulk")} …`, " ", el("span", { class: "num", text: cases.length }));
}

function adjudicateCase(view, found) {
  const { ctx, data } = view;
  const { t } = ctx;
  const isDone = data.adjudication?.state === "done";
  const cards = el("div", { hidden: true, id: `${ctx.uid}-cards` });
  view.cards = { box: cards, codes: codesOf(found), button: el("button", { class: "panel-button small", "aria-controls": cards.id, on: { click: () => adjudicateCards(view) } }, t("adjudicate.definitions"), " ", el("kbd", { class: "panel-key", text: "t" })) };
  view.passage = el("div", { class: "adjudicate-place" });
  view.draft = adjudicateDraft(view, found);
  const canDecide = isTodo(found) && !isDone;
  if (canDecide) view.form = makeForm(ctx, { found, coders: data.coders, draft: view.draft }, adjudicateActs(view, found));
  adjudicatePassage(view, found);
  adjudicateShowCards(view, view.showsCards ?? (found.kind === "code" && canDecide));
  return el("article", { class: "adjudicate-case", "data-key": found.key },
    el("h3", { text: headWords(t, found, data.coders) }),
    view.passage, makeSides(ctx, found, data.coders),
    found.state === "changed" && [el("p", { class: "panel-note", text: t("adjudicate.changed") }), makeDecision(ctx, found.old ?? found.decision, data.coders, t("adjudicate.old"))],
    !isTodo(found) && found.decision && adjudicateDecided(view, found, isDone), isDone && el("p", { class: "panel-quiet", text: t("adjudicate.isfinished") }),
    el("div", {}, view.cards.button), cards, view.form?.element);
}

function adjudicateDecided(view, found, isDone) {
  const { ctx, data } = view;
  const { t } = ctx;
  const heading = t(found.state === "left" ? "adjudicate.leftopen" : "adjudicate.decided");
  return [makeDecision(ctx, found.decision, data.coders, heading), found.old && makeDecision(ctx, found.old, data.coders, t("adjudicate.old")),
    !isDone && el("div", {}, el("button", { class: "panel-button", on: { click: () => adjudicateAgain(view) } }, t("adjudicate.again"), " ", el("kbd", { class: "panel-key", text: "n" })))];
}

function adjudicateDraft(view, found) {
  const known = view.drafts.get(found.key);
  if (known) return known;
  const made = { outcome: null, side: null, codings: null, reason: "" };
  view.drafts.set(found.key, made);
  return made;
}

function adjudicatePassage(view, found) {
  const { ctx, data, draft } = view;
  const { t } = ctx;
  const lanes = data.coders.length;
  const spans = laneSpans(data.coders, sidesOf(found, data.coders));
  const more = draft.outcome === "other" && view.form ? draft.codings.map((coding, i) => ({ ...coding, lane: lanes + i, letter: draft.codings.length > 1 ? `${t("adjudicate.new")} ${i + 1}` : t("adjudicate.new"), isNew: true, isMoving: coding === activeCoding(draft) })) : [];
  const hasShared = cutTracks(found.start, found.end, spans).some((part) => isShared(part, lanes));
  fill(view.passage, makePassage(ctx, { start: found.start, end: found.end, spans: [...spans, ...more], lanes }),
    found.kind !== "missing" && el("p", { class: "panel-quiet adjudicate-legend", text: t(hasShared ? "adjudicate.shared" : "adjudicate.noshared") }));
  view.passage.classList.toggle("moves", more.length > 0); // edges that move stay in sight
  if (more.length) [ctx.reveal(activeCoding(draft)), showEdge(view.passage, view.isStart)];
  else if (view.revealed === found.key) ctx.reveal(found);
}

function adjudicateCards(view) {
  view.showsCards = view.cards.box.hidden;
  adjudicateShowCards(view, view.showsCards);
}

function adjudicateShowCards({ ctx, cards }, isShown) {
  cards.box.hidden = !isShown;
  cards.button.setAttribute("aria-expanded", String(isShown));
  fill(cards.box, isShown && makeDefinitions(ctx, cards.codes));
}

function adjudicateFoot(view) {
  const { ctx, data } = view;
  const { t } = ctx;
  const isOpen = data.open && data.coders.length > 1 && data.adjudication?.state !== "done" && data.cases.length + data.counts.agreed > 0;
  const isReady = !data.cases.some(isTodo);
  const facts = { source: data.source, coders: data.coders };
  view.foot.hidden = !isOpen || view.isList;
  view.form?.save.setAttribute("data-what", "save");
  const counts = { agreed: data.counts.agreed, ...countStates(data.cases) };
  adjudicatePart(view.foot, [isOpen, isReady, facts, counts, view.form && view.key, view.signature], () => fill(view.foot, isOpen && [
    view.form?.save,
    el("button", { class: isReady ? "panel-button first" : "panel-button small", "data-what": "finish", text: `${t("adjudicate.finish")} …`, on: { click: () => adjudicateAsk(view, () => openFinish(ctx, { ...facts, counts, onDone: () => {} })) } })]));
}

// A dialog gives the focus back to the difference; the button that opened it may be drawn anew.
function adjudicateAsk(view, open) {
  view.stage.focus({ preventScroll: true });
  open();
}

// --- the list ---------------------------------------------------------------------------------------
function adjudicateToggle(view) {
  view.isList = !view.isList;
  view.listed = ADJUDICATE_ROWS;
  view.signature = null;
  adjudicateStage(view);
  adjudicateFoot(view);
  (view.isList ? (view.rows[view.place] ?? view.stage) : view.stage).focus();
}

function adjudicateList(view) {
  const { t } = view.ctx;
  const until = Math.max(view.listed ?? ADJUDICATE_ROWS, view.place + 20);
  view.rows = view.shown.slice(0, until).map((found, i) => adjudicateRow(view, found, i));
  const left = view.shown.length - view.rows.length;
  const more = left > 0 && el("button", { class: "panel-button small", text: t("adjudicate.more", { n: Math.min(left, ADJUDICATE_ROWS) }), on: { click: () => {
    const next = view.rows.length;
    Object.assign(view, { listed: until + ADJUDICATE_ROWS, signature: null });
    adjudicateStage(view);
    view.rows[next].focus();
  } } });
  return el("div", { class: "adjudicate-list" }, view.rows, more);
}

function adjudicateRow(view, found, i) {
  const { ctx, data } = view;
  return el("div", { class: "adjudicate-row", role: "button", tabindex: i === view.place ? 0 : -1, on: { click: () => adjudicateGo(view, found.key) } },
    el("span", {}, codesOf(found).map((id) => ctx.state.codes.get(id)).filter(Boolean).map((code) => ctx.seal(code)), " ", el("b", { text: headWords(ctx.t, found, data.coders) })),
    el("small", { text: ctx.t(`adjudicate.state.${found.state}`) }),
    el("span", { class: "passage-words", text: cutAfter(found.text, 90) }));
}

function adjudicateGo(view, key) {
  Object.assign(view, { key, isList: false });
  adjudicateShow(view);
}

// --- deciding ---------------------------------------------------------------------------------------
function adjudicateActs(view, found) {
  return {
    choose: (outcome, side) => adjudicateChoose(view, found, outcome, side), save: () => adjudicateSave(view), leave: () => view.stage.focus(),
    redraw: () => [view.form.show(), adjudicatePassage(view, found)],
    recode: (code) => {
      activeCoding(view.draft).code = code.id;
      view.form?.show();
      if (view.form) adjudicatePassage(view, found);
      if (view.form?.pick === focusedIn(view.stage)) view.stage.focus();
    },
  };
}

function adjudicateChoose(view, found, outcome, side) {
  const { draft } = view;
  Object.assign(draft, { outcome, side: side ?? null });
  if (outcome === "other") draft.codings ??= otherCodings(found);
  adjudicateSay(view, "");
  view.form.show();
  adjudicatePassage(view, found);
}

function adjudicateSave(view) {
  const { ctx, data, form, draft } = view;
  const found = view.shown.find(({ key }) => key === view.key);
  if (!form || !found) return;
  const by = form.names();
  const problem = draftProblem(draft, by);
  if (problem) {
    adjudicateSay(view, ctx.t(problem));
    if (problem === "adjudicate.need.reason") form.reason.focus();
    return;
  }
  adjudicateSay(view, "");
  adjudicateSend(view, found, decideArgs({ source: data.source, coders: data.coders, found, draft, by }));
}

// On to the next difference at once: who decides does not wait. What is refused is shown again, as it was filled in.
async function adjudicateSend(view, found, args) {
  view.sent.set(found.key, args.outcome === "left" ? "left" : "decided");
  adjudicateOn(view, found);
  let why = "";
  const done = await runAct(() => view.ctx.act("decide", args), (text) => (why = text));
  view.sent.delete(found.key);
  if (done === false) {
    Object.assign(view, { key: found.key, signature: null, isList: false });
    await adjudicateLoad(view);
    adjudicateShow(view);
    return adjudicateSay(view, why);
  }
  view.drafts.delete(found.key);
  return adjudicateLoad(view);
}

function adjudicateOn(view, found) {
  const { ctx, data } = view;
  const next = nextTodo(view.shown, found.key) ?? nextTodo(data.cases, found.key);
  if (next && !view.shown.includes(next)) Object.assign(view.filter, { state: "", kind: "", code: "" });
  found.state = view.sent.get(found.key);
  if (next) view.key = next.key;
  const n = data.cases.filter(isTodo).length;
  adjudicateDraw(view);
  adjudicateShow(view);
  const words = ctx.t(n ? "adjudicate.saved" : "adjudicate.savedlast", { n });
  ctx.speak(words);
  if (!n) view.status.textContent = words;
}

function adjudicateAgain(view) {
  const found = view.shown.find(({ key }) => key === view.key);
  if (!found?.decision || isTodo(found) || view.data.adjudication?.state === "done") return;
  adjudicateAsk(view, () => openAgain(view.ctx, found.decision.id, () => view.drafts.delete(found.key)));
}

// Edges of another coding move by words, as in the transcript.
function adjudicateEdge(view, step, isStart) {
  const found = view.shown.find(({ key }) => key === view.key);
  const coding = activeCoding(view.draft);
  const next = isStart ? { start: view.ctx.moveEdge(coding.start, step, true), end: coding.end } : { start: coding.start, end: view.ctx.moveEdge(coding.end, step, false) };
  if (next.end <= next.start) return;
  Object.assign(coding, next);
  view.isStart = isStart;
  view.form.show();
  adjudicatePassage(view, found);
}

// A passage that is chosen in the transcript becomes that of the other coding; its keys are here, not there.
function adjudicateTake(view) {
  const chosen = view.ctx.selection();
  if (!view.stage.isConnected || !view.form || view.draft.outcome !== "other" || !chosen) return;
  Object.assign(activeCoding(view.draft), { start: chosen.start, end: chosen.end });
  view.form.show();
  adjudicatePassage(view, view.shown.find(({ key }) => key === view.key));
  setTimeout(() => view.stage.focus({ preventScroll: true }));
}

// --- keys -------------------------------------------------------------------------------------------
function adjudicateStep(view, step) {
  const next = view.shown[view.place + step];
  if (!next) return;
  view.key = next.key;
  adjudicateSay(view, "");
  adjudicateShow(view);
}

// Draw the difference that is chosen now, from its top, with the focus on it.
function adjudicateShow(view) {
  adjudicateStage(view);
  adjudicateFoot(view);
  view.stage.focus({ preventScroll: true });
  view.stage.parentElement.scrollTop = 0;
}

function adjudicateKeys(view, event) {
  if (event.defaultPrevented) return;
  const { target, key } = event;
  const isField = takesText(target) || target.tagName === "SELECT";
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) adjudicateSave(view);
  else if (key === "?" && !isField) view.ctx.openHelp();
  else if (key === "Escape" && isField) view.stage.focus();
  else if (isField || event.ctrlKey || event.metaKey || event.altKey || !view.data) return;
  else if (["Enter", " "].includes(key) && (target.tagName === "BUTTON" || target.closest(".adjudicate-row"))) return adjudicateRowKey(view, event);
  else if (!adjudicateKey(view, event)) return;
  event.preventDefault();
}

function adjudicateRowKey(view, event) {
  const row = event.target.closest(".adjudicate-row");
  if (!row) return;
  event.preventDefault();
  row.click();
}

function adjudicateKey(view, event) {
  const { key, target } = event;
  if (key === "i" && view.shown.length) return adjudicateToggle(view), true;
  if (view.isList) return adjudicateListKey(view, key);
  const isEdge = ["ArrowLeft", "ArrowRight"].includes(key) && view.form && view.draft.outcome === "other" && target.tagName !== "INPUT";
  const acts = { j: () => adjudicateStep(view, 1), k: () => adjudicateStep(view, -1), t: () => view.cards && adjudicateCards(view), n: () => adjudicateAgain(view), r: () => view.form?.reason.focus(), Enter: () => adjudicateSave(view) };
  const found = view.shown.find((one) => one.key === view.key);
  const outcome = view.form && outcomesOf(view.ctx.t, found, view.data.coders).find((one) => one.key === key);
  if (isEdge) adjudicateEdge(view, key === "ArrowRight" ? 1 : -1, event.shiftKey);
  else if (outcome) adjudicateOutcome(view, found, outcome);
  else if (acts[key] && found) acts[key]();
  else return false;
  return true;
}

// Once, another coding is begun with, and arrows move its edges; a second time its code is chosen.
function adjudicateOutcome(view, found, { outcome, side }) {
  const isAgain = outcome === "other" && view.draft.outcome === "other";
  adjudicateChoose(view, found, outcome, side);
  view.isStart = false;
  if (isAgain) view.form.pick.focus();
  else view.form.outcomes.scrollIntoView?.({ block: "nearest" });
}

function adjudicateListKey(view, key) {
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[key];
  if (!step) return false;
  const at = view.rows.indexOf(focusedIn(view.stage));
  view.rows[Math.max(0, Math.min(view.rows.length - 1, at + step))]?.focus();
  return true;
}
