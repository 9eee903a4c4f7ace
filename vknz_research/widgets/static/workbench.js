// The workbench: puts the parts together, and keeps them in step with Python.
import { el, focusedIn, takesText } from "./dom.js";
import { openDialog, openDrawer, dialogWords } from "./dialog.js";
import { codeStyles } from "./colours.js";
import { Link } from "./link.js";
import { applyDelta, emptyState, takeOpening, takeSource } from "./state.js";
import { coreWords, makeWords } from "./words.js";
import { KEYMAP } from "./keys.js";
import { isLeader, shareCoded } from "./segments.js";
import { Transcript } from "./transcript.js";
import { Margin } from "./margin.js";
import { Palette } from "./palette.js";
import { Sources } from "./sources.js";
import { Chrome } from "./chrome.js";
import { Actions } from "./actions.js";
import { EdgeDrag } from "./edges.js";
import { codepickWords } from "./codepick.js";
import { codesplitWords } from "./codesplit.js";
import { openPassages, passagesWords } from "./passages.js";
import { codebookWords, makeCodebook } from "./codebook.js";
import { codeformsWords, openNewCode } from "./codeforms.js";
import { cardWords } from "./card.js";
import { makeMemoPanel, memosWords } from "./memos.js";
import { memoformWords, openMemo } from "./memoform.js";
import { openSearch, searchWords } from "./search.js";
import { suggestWords } from "./suggest.js";
import { openWorklist, worklistWords } from "./worklist.js";
import { openTextEdit, texteditWords } from "./textedit.js";
import { adjudicateWords } from "./adjudicatewords.js";
import { openAdjudicate } from "./adjudicate.js";
import { assignmentsWords, blindWords, openAssignments } from "./assignments.js";
import { helpWords, openHelp } from "./help.js";

const NEWS_MS = 1000; // how often what others did is asked for: within two seconds it is seen
const MOST_GLOW = 500;
const SETTLED_MS = 200;
const NARROW = 760;
const TIGHT = 1180; // below this the list of sources gives its room to the text
let workbenchNumber = 0;

class Workbench {
  constructor(model, host) {
    this.model = model;
    this.state = emptyState();
    this.uid = `vk${(workbenchNumber += 1)}${Math.random().toString(36).slice(2, 6)}`;
    this.root = el("div", { class: "vk wb", "data-host": model.get("host") || "jupyterlab", lang: model.get("language") || "nl", tabindex: "-1" }); // a click beside the text keeps the keys here
    this.root.style.height = model.get("height") || "720px";
    this.codeSheet = el("style");
    this.layerSheet = el("style", { text: `::highlight(${this.uid}-keus){background:var(--vk-sel);text-decoration:underline overline 2px var(--vk-accent)}::highlight(${this.uid}-verg){background:var(--vk-sel)}::highlight(${this.uid}-rand){text-decoration:overline 2px var(--vk-accent)}::highlight(${this.uid}-tref){background:color-mix(in srgb,var(--vk-warn) 26%,transparent)}` });
    this.listeners = new Map();
    this.link = new Link({ send: (message) => model.send(message), onAnswer: (answer, entry) => this.takeAnswer(answer, entry), onChange: () => this.drawStatus() });
    this.link.extra = () => ({ head: this.state.head, others: this.state.others });
    this.state.language = model.get("language") || "nl";
    this.build();
    host.append(this.root);
    this.watchTheme();
    this.watchKernel();
    this.onMessage = (message) => this.link.receive(message);
    model.on("msg:custom", this.onMessage);
    this.open();
  }

  // --- what panels see of it ----------------------------------------------------------------
  makeContext() {
    const ctx = {
      el, root: this.root, uid: this.uid, state: this.state, pending: new Map(), isServed: this.root.dataset.host === "panel",
      t: makeWords(this.state.language, coreWords, dialogWords, codebookWords, passagesWords, codepickWords, codesplitWords, codeformsWords, cardWords, memosWords, memoformWords, searchWords, suggestWords, worklistWords, texteditWords, adjudicateWords, assignmentsWords, helpWords),
      on: (name, act) => this.listeners.set(name, [...(this.listeners.get(name) ?? []), act]),
      emit: (name, facts) => (this.listeners.get(name) ?? []).forEach((act) => act(facts)),
      ask: (act, args) => this.link.ask(act, args),
      act: (act, args) => this.send(act, args),
      send: (act, args, options) => this.send(act, args, options),
      speaker: () => this.transcript.speaker(),
      selection: () => this.transcript.selection(),
      showHits: (hits) => this.showHits(hits),
      reveal: (span, isNew) => this.reveal(span, isNew),
      moveEdge: (point, step, isStart) => this.transcript.moveSpan(point, step, isStart),
      spotOf: (span) => this.spotOf(span),
      layer: (name, ranges) => this.drawLayer(name, ranges),
      tell: (words) => this.chrome.tell(words),
      speak: (words) => (this.chrome.live.textContent = words),
      go: (place) => this.go(place),
      focusText: () => this.transcript.focus(),
      focusCode: (id) => this.focusCode(id),
      focusCodebook: () => this.codebook.querySelector('[role="treeitem"][tabindex="0"]')?.focus(),
      applyCode: (id) => this.actions.apply([id]),
      setFilter: (filter) => this.setFilter(filter),
      setOthers: (on) => this.setOthers(on),
      seal: (code) => el("span", { class: `zegel ${code.form === "outlined" ? "open" : ""}`, "data-code": code.id, "aria-hidden": "true", text: code.letters || code.name.slice(0, 2) }),
      dialog: (options) => openDialog(ctx, options),
      drawer: (element, title) => openDrawer(ctx, element, title),
    };
    return this.addOpeners(ctx);
  }

  addOpeners(ctx) {
    return Object.assign(ctx, {
      openLegend: () => this.chrome.openLegend(),
      openHelp: () => openHelp(ctx, KEYMAP.map(({ group, show, act }) => ({ group, keys: show, words: ctx.t(`help.${act}`) }))),
      openMemo: (options) => openMemo(ctx, options),
      openMemos: () => openDrawer(ctx, makeMemoPanel(ctx), ctx.t("bar.memos")),
      openPassages: (code) => openPassages(ctx, code),
      openSearch: () => openSearch(ctx),
      openWorklist: () => openWorklist(ctx),
      openAdjudicate: () => openAdjudicate(ctx),
      openAssignments: () => openAssignments(ctx),
      openTextEdit: (options) => openTextEdit(ctx, options),
      newCode: (name, chosen) => openNewCode(ctx, { name, onMade: (code) => this.actions.apply([code], chosen) }),
    });
  }

  build() {
    this.ctx = this.makeContext();
    this.transcript = new Transcript(this.ctx, { onScroll: () => this.margin.scrolled(), onChoose: () => this.drawPlace() });
    this.margin = new Margin(this.ctx, this.transcript);
    this.palette = new Palette(this.ctx);
    this.actions = new Actions(this.ctx, this);
    this.edges = new EdgeDrag(this.ctx, this);
    this.chrome = new Chrome(this.ctx, this);
    this.sources = new Sources(this.ctx, { onOpen: (id) => this.openSource(id) });
    this.codebook = makeCodebook(this.ctx);
    const middle = el("main", { class: "midden" }, el("div", {}, this.chrome.heading, this.chrome.blind), this.transcript.element);
    this.root.append(this.codeSheet, this.layerSheet, this.chrome.banner, this.chrome.bar, this.sources.element, middle, this.codebook, this.chrome.status);
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.transcript.margin.addEventListener("click", (event) => this.clickMargin(event));
    this.transcript.list.addEventListener("click", (event) => this.clickMark(event));
    this.ctx.on("resize", () => this.margin.plan());
    for (const name of ["comparison", "source"]) this.ctx.on(name, () => this.lookBlind());
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.transcript.text);
    this.sizes.observe(this.root);
    this.chrome.drawStatus(this.link);
    this.chrome.tell(this.ctx.t("opening"));
  }

  // A narrow place (a split window, 200 % zoom) shows the text; sources and codebook come when asked for.
  fit() {
    const width = this.root.clientWidth;
    if (!width) return;
    this.root.classList.toggle("eng", width < NARROW);
    if (!this.sources.isHandled) this.root.classList.toggle("smal", width >= NARROW && width < TIGHT);
    this.root.classList.toggle("krap", width < TIGHT);
    this.margin.plan();
  }

  // --- opening --------------------------------------------------------------------------------
  async open() {
    const from = performance.now();
    let refused = "";
    const ask = (source) => this.link.ask("open", { source }).catch((refusal) => this.chrome.tell((refused = refusal.message)));
    const wanted = this.model.get("source") || null;
    const opening = (await ask(wanted)) ?? (wanted && (await ask(null)));
    if (!opening) return;
    takeOpening(this.state, opening);
    this.link.adopt(`${opening.study.id} ${opening.coder.name}`);
    this.drawAll();
    this.chrome.tell(refused || (opening.blind ? this.ctx.t("blind.on") : ""));
    requestAnimationFrame(() => requestAnimationFrame(() => (this.root.dataset.painted = String(Math.round(performance.now() - from)))));
    this.timer = setInterval(() => this.news(), NEWS_MS);
    if (this.ctx.isServed && this.state.source && document.activeElement === document.body) this.transcript.focus(); // keys work at once
    if (!refused) this.openPlace();
    this.root.dataset.ready = "true";
    this.sources.take(await this.link.ask("progress"));
    this.countWork();
  }

  // Opened at a passage ("120-340"), or to write a memo about a code: what a link from elsewhere asked.
  openPlace() {
    const [start, end] = (this.model.get("place") || "").split("-").map(Number);
    const length = this.transcript.turns?.at(-1)?.end ?? 0;
    if (this.state.source && end > start && end <= length) this.transcript.show(start, end);
    const code = [...this.state.codes.values()].find(({ path }) => path === this.model.get("memo"));
    if (code) this.ctx.openMemo({ links: [{ kind: "code", id: code.id }] });
  }

  async openSource(id) {
    if (id === this.state.source?.id) return this.transcript.focus();
    takeSource(this.state, await this.link.ask("source", { source: id }));
    this.state.loud = null;
    this.drawAll();
    return this.transcript.focus();
  }

  async reload() {
    const opening = await this.link.ask("open", { source: this.state.source?.id ?? null });
    const { transcript, state } = this;
    const { chosen, rows, current } = transcript;
    const [at, revision, height] = [rows[current]?.start ?? 0, state.source?.revision.id, transcript.heightOf(current)];
    const hadFocus = transcript.list.contains(focusedIn(this.root));
    takeOpening(state, opening);
    this.drawAll();
    this.countWork();
    if (!state.source) return;
    transcript.setCurrent(transcript.rows.findLastIndex((row) => row.start <= at));
    // Elsewhere something changed: who reads here keeps place, selection and focus.
    if (chosen && state.source.revision.id === revision) transcript.choose(chosen.start, chosen.end);
    transcript.holdAt(transcript.current, height);
    if (hadFocus) transcript.items[transcript.current]?.focus({ preventScroll: true });
  }

  drawAll() {
    this.codeSheet.textContent = codeStyles(this.state.codes.values(), `.vk`);
    this.drawEmpty();
    if (this.state.source) this.transcript.draw();
    this.actions.edges = null; // they are of the text that was shown before
    this.sources.draw();
    this.chrome.drawHeading();
    this.chrome.drawLast();
    this.countShare();
    this.drawPlace();
    this.drawStatus();
    for (const name of ["codes", "source", "codings", "counts", "memos"]) this.ctx.emit(name);
    this.margin.plan();
  }

  // A study without a source says in the place of the text how one comes in.
  drawEmpty() {
    this.transcript.element.querySelector(".leeg")?.remove();
    if (!this.state.source) this.transcript.element.prepend(el("p", { class: "leeg stil", text: this.ctx.t("sources.none") }));
  }

  // --- the line to Python ------------------------------------------------------------------------
  news() {
    this.link.forget("news");
    const isAsked = [...this.link.open.values()].some((entry) => entry.message.act === "news");
    if (document.hidden || isAsked) return this.drawStatus();
    this.link.ask("news").then((found) => this.takeNews(found), () => {});
    return null;
  }

  takeNews(found) {
    if (!found.others?.length) return;
    this.chrome.tell(this.ctx.t("news.others", { who: found.others.join(", ") }));
    this.ctx.emit("comparison"); // what others coded is not sent here, but is compared
  }

  // Send an act; what it will look like is painted at once, and taken back if it is refused.
  send(act, args, { nonce, temporary = [], said } = {}) {
    for (const coding of temporary) this.state.codings.set(coding.id, coding);
    if (temporary.length) this.transcript.redraw(temporary);
    this.margin.plan();
    const sent = this.link.act(act, args, nonce);
    const isMine = act === "code" || act === "refine" || act === "in-vivo" || act === "uncode" || act === "recode" || act === "resize" || act === "undo" || act === "redo";
    return sent.then(
      (result) => {
        this.chrome.tell(said ? this.ctx.t(...said) : "");
        return result;
      },
      (refusal) => {
        if (isMine) this.refused(refusal);
        throw refusal;
      },
    );
  }

  refused(refusal) {
    this.chrome.tell(this.ctx.t("code.refused", { why: refusal.message }));
    if (refusal.kind === "StaleTextError") this.reload().then(() => this.chrome.tell(this.ctx.t("stale.text")));
  }

  takeAnswer(answer, entry) {
    const gone = [...this.state.codings.values()].filter((c) => c.pending === entry.message.id);
    for (const coding of gone) this.state.codings.delete(coding.id);
    const { changed, touched } = applyDelta(this.state, answer.delta, answer.head ?? 0);
    if (answer.delta?.reload) return this.reload();
    const all = [...gone, ...touched];
    if (all.length) this.transcript.redraw(all);
    if (changed.has("codes")) {
      this.codeSheet.textContent = codeStyles(this.state.codes.values(), ".vk");
      this.transcript.redrawAll();
    }
    for (const name of changed) this.ctx.emit(name);
    const { delta } = answer;
    if (all.length || changed.size) this.afterChange(changed);
    else if (delta) this.chrome.drawLast();
    if (delta && (delta.codes || delta.codings.length || delta.gone.length)) this.countWork();
    return null;
  }

  afterChange(changed) {
    if (changed.has("sources")) this.sources.draw();
    this.chrome.drawHeading();
    this.chrome.drawLast();
    this.countShare();
    this.margin.plan();
  }

  // While the open source is coded independently, a line above the text says so.
  async lookBlind() {
    const { state } = this;
    const source = state.source?.id;
    if (!state.hidden.has(source)) return this.chrome.drawBlind("");
    const found = await this.link.ask("assignments");
    if (state.source?.id === source) this.chrome.drawBlind(blindWords(this.ctx.t, found, source, state.coderName));
  }

  // The number on the work list, asked for when there is time.
  countWork() {
    clearTimeout(this.workTimer);
    this.workTimer = setTimeout(async () => {
      const { n } = await this.link.ask("work-count");
      this.state.work = n;
      this.chrome.drawHeading();
    }, 1500);
  }

  drawStatus() {
    this.chrome?.drawStatus(this.link);
    this.root.dataset.link = this.link.state;
  }

  // Counted when codings change, a moment after: the key that changed them does not wait for it.
  countShare() {
    clearTimeout(this.shareTimer);
    this.shareTimer = setTimeout(() => {
      const { state } = this;
      if (!state.source) return;
      const own = [...state.codings.values()].filter((c) => c.coder === state.coder);
      this.share = shareCoded(this.transcript.turns, own, isLeader);
      this.sources.setShare(state.source.id, this.share);
      this.drawPlace();
    }, 120);
  }

  drawPlace() {
    const { state } = this;
    if (!state.source || !this.transcript.turns) return;
    this.chrome.drawPlace(this.transcript, this.share ?? 0);
  }

  // JupyterLab tells when the kernel or the line to it is gone; elsewhere silence tells.
  watchKernel() {
    const kernel = this.model.widget_manager?.kernel;
    if (!kernel?.connectionStatusChanged) return;
    const look = () => {
      const isUp = kernel.connectionStatus === "connected" && !["dead", "terminating", "restarting", "autorestarting", "unknown"].includes(kernel.status);
      if (!isUp) this.link.lose();
      else if (this.link.isLost && !this.isOrphan) this.link.restore();
    };
    this.onStatus = (_, status) => {
      // After a restart Python has forgotten this widget: only running the cell again makes a new one.
      if (["restarting", "autorestarting", "dead", "terminating"].includes(status)) this.isOrphan = true;
      look();
    };
    kernel.connectionStatusChanged.connect(look);
    kernel.statusChanged.connect(this.onStatus);
    kernel.disposed?.connect?.(() => [(this.isOrphan = true), this.link.lose()]);
    this.stopWatching = () => [kernel.connectionStatusChanged.disconnect(look), kernel.statusChanged.disconnect(this.onStatus)];
  }

  watchTheme() {
    const look = () => {
      const lab = document.body.dataset.jpThemeLight;
      const named = document.documentElement.dataset.theme;
      const isDark = lab ? lab === "false" : named ? named === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      this.root.classList.toggle("donker", isDark);
      setTimeout(() => this.margin.plan(), SETTLED_MS); // JupyterLab lays everything out anew meanwhile
    };
    this.themes = new MutationObserver(look);
    this.themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    look();
  }

  // --- hands ---------------------------------------------------------------------------------------
  key(event) {
    if (event.defaultPrevented || takesText(event.target)) return;
    this.transcript.readMouse();
    const inText = this.transcript.list.contains(event.target) || event.target === this.transcript.element || event.target === this.root;
    const isGlobal = event.ctrlKey || event.metaKey || event.key === "?" || event.key === "/";
    if (!inText && !isGlobal) return;
    if (!this.state.source || !this.actions.key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  clickMargin(event) {
    const memo = event.target.closest("[data-memo]");
    if (memo) return this.ctx.openMemo({ memo: this.state.memos.get(memo.dataset.memo) });
    const item = event.target.closest("[data-coding]");
    if (item) [this.actions.pick(item.dataset.coding), this.transcript.focus()];
    return null;
  }

  clickMark(event) {
    if (this.transcript.nativeSelection()?.isCollapsed === false) return;
    const item = event.target.closest("li");
    if (!item) return;
    this.transcript.clear();
    if (event.target.closest(".wie")) return this.chooseTurn(Number(item.dataset.i)); // who speaks stands for all they say
    const mark = event.target.closest("mark");
    if (!mark) return this.actions.pick(null);
    const ids = mark.dataset.k.split(" ");
    const at = ids.indexOf(this.state.loud);
    this.actions.pick(ids[(at + 1) % ids.length], { show: false });
  }

  chooseTurn(i) {
    this.transcript.setCurrent(i);
    this.transcript.chooseTurn();
  }

  focusCode(id) {
    if (this.state.focus === id) return;
    this.state.focus = id;
    this.ctx.emit("focus");
    this.margin.plan();
  }

  setFilter(filter) {
    this.state.filter = filter;
    this.transcript.redrawAll();
    this.root.classList.toggle("gefilterd", filter.size > 0);
    this.margin.plan();
  }

  async setOthers(on) {
    this.state.others = on;
    await this.reload(); // the counts of the codes are those of the layers that are shown
  }

  async go({ source, start, end }) {
    if (source && source !== this.state.source?.id) {
      takeSource(this.state, await this.link.ask("source", { source }));
      this.drawAll();
    }
    this.transcript.show(start, end);
  }

  spotOf(span) {
    const frame = this.root.getBoundingClientRect();
    const view = this.transcript.element.getBoundingClientRect();
    const boxes = this.transcript.rangesOf(span).flatMap((range) => [...range.getClientRects()]).filter((box) => box.bottom > view.top && box.top < view.bottom);
    if (!boxes.length) return { left: view.left - frame.left + 120, top: view.top - frame.top + 40, bottom: view.top - frame.top + 60 };
    const left = this.transcript.items[this.transcript.current]?.children[1].getBoundingClientRect().left ?? boxes[0].left;
    return { left: left - frame.left, top: Math.min(...boxes.map((b) => b.top)) - frame.top, bottom: Math.max(...boxes.map((b) => b.bottom)) - frame.top };
  }

  // Passing layers (the selection, hits) are painted over the text without touching it.
  drawLayer(name, ranges) {
    const key = `${this.uid}-${name}`;
    if (ranges.length) CSS.highlights.set(key, new Highlight(...ranges));
    else CSS.highlights.delete(key);
  }

  // A passage that a panel speaks of is marked in the text, and brought into sight when it is another one.
  reveal(span, isNew = false) {
    if (span && isNew) this.transcript.bring(span.start, span.end);
    this.drawLayer("verg", span ? this.transcript.rangesOf(span) : []);
  }

  // Hits in the open source glow in the text until the search is closed; the rows drawn later go without.
  showHits(hits) {
    const here = hits.filter((hit) => hit.source === this.state.source?.id).slice(0, MOST_GLOW);
    this.drawLayer("tref", here.flatMap((hit) => this.transcript.rangesOf(hit)));
  }

  close() {
    clearInterval(this.timer);
    clearTimeout(this.workTimer);
    clearTimeout(this.shareTimer);
    this.sizes.disconnect();
    this.themes.disconnect();
    this.stopWatching?.();
    this.model.off("msg:custom", this.onMessage);
    for (const name of ["keus", "verg", "rand", "tref"]) CSS.highlights.delete(`${this.uid}-${name}`);
  }
}

function render({ model, el: host }) {
  const made = new Workbench(model, host);
  const warn = (event) => made.link.acts.length && event.preventDefault();
  window.addEventListener("beforeunload", warn);
  return () => {
    window.removeEventListener("beforeunload", warn);
    made.close();
  };
}

export default { render };
