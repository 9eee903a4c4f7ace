// What a person does: each key and click of the text becomes an act that is sent to Python.
import { readClock, rowAt } from "./offsets.js";
import { isLeader, nextCoding, nextUncoded } from "./segments.js";
import { REFINE_MS, codeOfKey, findAct, refineCode, subCodes } from "./keys.js";
import { recall } from "./state.js";
import { makeNonce } from "./link.js";

export class Actions {
  constructor(ctx, { transcript, palette, margin }) {
    Object.assign(this, { ctx, transcript, palette, margin });
    this.refining = null; // {code, first, until}
    this.edges = null; // {coding, start, end} while edges are moved by keyboard
  }

  // --- keys ---------------------------------------------------------------------------
  key(event) {
    if (this.edges) return this.edgeKey(event);
    if (this.refineKey(event)) return true;
    const code = event.ctrlKey || event.altKey || event.metaKey ? null : codeOfKey(this.ctx.state.codes.values(), event.key);
    if (code) return this.digit(code);
    if (/^[1-9]$/.test(event.key) && !event.ctrlKey) return this.tell("code.nokey", { key: event.key });
    if (event.key === "PageDown" || event.key === "PageUp") return this.page(event.key === "PageDown" ? 1 : -1);
    if (event.key === "Home" || event.key === "End") return this.edge(event.key === "End");
    if (event.key === "Escape") return this.release();
    if (event.key === "Enter") return this.palettes();
    const act = findAct(event);
    if (!act || !this[act]) return false;
    this[act]();
    return true;
  }

  tell(key, vars) {
    this.ctx.tell(this.ctx.t(key, vars));
    return true;
  }

  turnUp() { this.transcript.moveTurn(-1); }
  turnDown() { this.transcript.moveTurn(1); }
  wordOn() { this.transcript.moveWord(1); }
  wordBack() { this.transcript.moveWord(-1); }
  extendOn() { this.transcript.extend(1, "word"); }
  extendBack() { this.transcript.extend(-1, "word"); }
  sentence() { this.transcript.chooseUnit("sentence"); }
  extendSentence() { this.transcript.extend(1, "sentence"); }
  wholeTurn() { this.transcript.chooseTurn(); }

  page(step) {
    this.transcript.moveTurn(step * 8);
    return true;
  }

  edge(isLast) {
    const { transcript } = this;
    transcript.clear();
    transcript.setCurrent(isLast ? transcript.rows.length - 1 : 0);
    transcript.focus();
    return true;
  }

  release() {
    this.pick(null);
    this.transcript.clear();
    return true;
  }

  // --- coding ---------------------------------------------------------------------------
  need() {
    const chosen = this.ctx.selection();
    if (!chosen) this.tell("choose.first");
    return chosen;
  }

  digit(code) {
    const chosen = this.need();
    if (!chosen) return true;
    const subs = subCodes(this.ctx.state.codes.values(), code).filter((c) => c.shortcut);
    const hint = subs.length ? ["code.refine", { keys: subs.map((c) => `${c.shortcut} ${c.name}`).join(" · ") }] : undefined;
    const nonce = this.apply([code.id], chosen, hint);
    if (!hint) return true;
    // Kept here too: the answer is often there before the letter is.
    this.refining = { code, first: this.ctx.pending.get(nonce), until: Date.now() + REFINE_MS };
    return this.tell(...hint);
  }

  // A letter soon after a digit makes that same coding the sub-code's: the digit's act gives way to it.
  refineKey(event) {
    const now = this.refining;
    this.refining = null;
    if (!now || Date.now() > now.until || event.ctrlKey || event.altKey || event.metaKey) return false;
    const sub = refineCode(this.ctx.state.codes.values(), now.code, event.key);
    if (!sub) return false;
    const finish = (coding) => this.send("refine", { coding: coding.id, code: sub.id }, { said: ["code.given", { code: sub.name }] });
    now.first?.then((result) => result.codings[0] && finish(result.codings[0]), () => {});
    this.ctx.state.recent = recall(this.ctx.state.recent, [sub.id]);
    return true;
  }

  apply(codes, chosen = this.need(), said = ["code.given", { code: codes.map((id) => this.ctx.state.codes.get(id)?.name).join(", ") }]) {
    if (!chosen) return null;
    const nonce = makeNonce();
    const { state } = this.ctx;
    const temporary = codes.map((code, i) => ({
      id: `${nonce}-${i}`, source: chosen.source, revision: chosen.revision, code, coder: state.coder, start: chosen.start, end: chosen.end, stale: false, doubt: null, pending: nonce,
    }));
    state.recent = recall(state.recent, codes);
    const sent = this.send("code", { source: chosen.source, revision: chosen.revision, spans: [[chosen.start, chosen.end]], codes }, {
      nonce, temporary, said,
    });
    this.ctx.pending.set(nonce, sent);
    sent.finally(() => this.ctx.pending.delete(nonce)).catch(() => {});
    return nonce;
  }

  send(act, args, options = {}) {
    const sent = this.ctx.send(act, args, options);
    sent.catch(() => {}); // the status line has said why
    return sent;
  }

  palettes() {
    const chosen = this.need();
    if (chosen) this.openPalette(chosen);
    return true;
  }

  openPalette(chosen) {
    this.palette.open({
      title: this.ctx.t("palette.code"),
      spot: this.ctx.spotOf(chosen),
      words: chosen.text,
      onPick: (code) => this.apply([code], chosen),
      onNew: (name) => this.ctx.newCode(name, chosen),
      onInVivo: () => this.inVivo(chosen),
    });
  }

  repeat() {
    const last = this.ctx.state.recent[0];
    if (!last) this.tell("choose.again");
    else this.apply([last]);
  }

  inVivo(chosen = this.need()) {
    if (chosen) this.send("in-vivo", { source: chosen.source, revision: chosen.revision, start: chosen.start, end: chosen.end });
  }

  // --- a coding that is there ---------------------------------------------------------------
  // The chosen coding; else the innermost own one at the selection or in the turn.
  coding() {
    const { state } = this.ctx;
    const loud = state.codings.get(state.loud);
    if (loud) return loud;
    const { chosen } = this.transcript;
    if (!chosen) return null;
    const at = [...state.codings.values()].filter((c) => c.coder === state.coder && c.start < chosen.end && c.end > chosen.start);
    return at.sort((a, b) => a.end - a.start - (b.end - b.start))[0] ?? null;
  }

  needOwn() {
    const coding = this.coding();
    const { state } = this.ctx;
    if (!coding) return this.tell("choose.coding") && null;
    if (coding.coder !== state.coder) return this.tell("code.notown", { who: state.coders.get(coding.coder) ?? "" }) && null;
    return coding;
  }

  pick(id, { show = true } = {}) {
    const { state } = this.ctx;
    const old = state.codings.get(state.loud);
    state.loud = id;
    const now = state.codings.get(id);
    this.transcript.redraw([old, now].filter(Boolean));
    this.margin.plan();
    if (!now) return;
    this.ctx.focusCode(now.code);
    if (show) this.transcript.setCurrent(rowAt(this.transcript.rows, now.start));
    this.tell("code.picked", { code: this.transcript.nameCoding(now) });
  }

  pickCoding() {
    const here = this.transcript.codingsOf(this.transcript.current).sort((a, b) => a.start - b.start || a.end - b.end);
    if (!here.length) return this.tell("choose.coding");
    const at = here.findIndex((c) => c.id === this.ctx.state.loud);
    return this.pick(here[(at + 1) % here.length].id);
  }

  uncode() {
    const coding = this.needOwn();
    if (!coding || coding.pending) return;
    this.ctx.state.loud = null;
    this.send("uncode", { codings: [coding.id] }, { said: ["code.gone", { code: this.ctx.state.codes.get(coding.code)?.name }] });
  }

  recode() {
    const coding = this.needOwn();
    if (!coding) return;
    this.palette.open({
      title: this.ctx.t("palette.recode"), spot: this.ctx.spotOf(coding), words: this.transcript.words(coding),
      onPick: (code) => this.send("recode", { coding: coding.id, code }),
    });
  }

  resize() {
    const coding = this.needOwn();
    if (!coding || coding.pending) return;
    this.pick(coding.id);
    this.edges = { coding, start: coding.start, end: coding.end };
    this.transcript.choose(coding.start, coding.end);
    this.transcript.focus();
    this.tell("code.resizing");
  }

  edgeKey(event) {
    const { coding } = this.edges;
    if (event.key === "Enter") this.saveEdges();
    else if (event.key === "Escape") [(this.edges = null), this.transcript.choose(coding.start, coding.end)];
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") this.moveEdges(event.key === "ArrowRight" ? 1 : -1, event.shiftKey);
    else return ["Shift", "Control", "Alt"].includes(event.key);
    return true;
  }

  moveEdges(step, isStart) {
    const { transcript, edges } = this;
    if (isStart) edges.start = transcript.startEdge(edges.start, step);
    else edges.end = transcript.moveEdge(rowAt(transcript.rows, edges.end - 1), edges.end, step, "word");
    if (edges.end <= edges.start) Object.assign(edges, { start: edges.coding.start, end: edges.coding.end });
    transcript.choose(edges.start, edges.end);
    transcript.focus();
  }

  saveEdges() {
    const { coding, start, end } = this.edges;
    this.edges = null;
    if (start !== coding.start || end !== coding.end) this.send("resize", { coding: coding.id, start, end, revision: coding.revision });
  }

  // --- finding the way --------------------------------------------------------------------
  nextUncoded() {
    const { state } = this.ctx;
    if (!state.source) return this.tell("find.nomore");
    const own = [...state.codings.values()].filter((c) => c.coder === state.coder);
    const turn = nextUncoded(this.transcript.turns, own, this.transcript.rows[this.transcript.current]?.start ?? -1, isLeader);
    if (!turn) return this.tell("find.nomore");
    this.transcript.show(turn.start, turn.end);
    return this.transcript.chooseTurn();
  }

  nextOfCode(step = 1) {
    const { state } = this.ctx;
    const loud = state.codings.get(state.loud);
    const after = loud?.start ?? this.transcript.chosen?.start ?? this.transcript.rows[this.transcript.current]?.start ?? 0;
    const found = nextCoding(state.codings.values(), state.focus ?? loud?.code, after, step);
    if (!found) return this.tell("find.nocode");
    this.transcript.show(found.start, found.end);
    return this.pick(found.id);
  }

  prevOfCode() { this.nextOfCode(-1); }

  goTo() {
    const { el, t, dialog } = this.ctx;
    const input = el("input", { type: "text", class: "invoer", inputmode: "numeric", autofocus: true, "aria-label": t("goto.label") });
    const go = () => this.goPlace(input.value);
    input.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), go() && opened.close()));
    const opened = dialog({ title: t("goto.title"), body: el("label", { class: "rij" }, el("span", { text: t("goto.label") }), input), buttons: [{ words: t("goto.go"), first: true, act: go }] });
  }

  goPlace(text) {
    const { turns } = this.transcript;
    const ms = readClock(text);
    const turn = ms === null ? turns[Number(text) - 1] : turns.findLast((one) => one.begin_ms !== null && one.begin_ms <= ms);
    if (!turn) return !this.tell("goto.none");
    setTimeout(() => this.transcript.show(turn.start, turn.end));
    return true;
  }

  onlyText() {
    this.ctx.root.classList.toggle("alleentekst");
    this.ctx.emit("resize");
  }

  // All passages of the code in focus, or of the chosen coding.
  passages() {
    const { state } = this.ctx;
    const code = state.codes.get(state.codings.get(state.loud)?.code ?? state.focus);
    if (code) this.ctx.openPassages(code);
    else this.tell("choose.coding");
  }

  legend() { this.ctx.openLegend(); }
  search() { this.ctx.openSearch(); }
  worklist() { this.ctx.openWorklist(); }
  adjudicate() { this.ctx.openAdjudicate(); }
  assignments() { this.ctx.openAssignments(); }
  help() { this.ctx.openHelp(); }
  toCodebook() { this.ctx.focusCodebook(); }

  // --- memos and text ---------------------------------------------------------------------
  memo() {
    const { state } = this.ctx;
    const chosen = this.ctx.selection();
    if (state.loud && state.codings.has(state.loud)) this.ctx.openMemo({ links: [{ kind: "coding", id: state.loud }] });
    else if (chosen) this.ctx.openMemo({ links: [{ kind: "source", id: chosen.source, start: chosen.start, end: chosen.end, revision: chosen.revision }] });
    else this.tell("choose.first");
  }

  memoOther() {
    const { state } = this.ctx;
    const link = state.focus ? { kind: "code", id: state.focus } : { kind: "source", id: state.source.id, start: null, end: null };
    this.ctx.openMemo({ links: [link] });
  }

  editText() {
    const { source } = this.ctx.state;
    const turn = this.transcript.turns[this.transcript.rows[this.transcript.current].turn];
    this.ctx.openTextEdit({ source: source.id, revision: source.revision.id, start: turn.start, end: turn.end, text: turn.text });
  }

  // --- back -------------------------------------------------------------------------------
  undo() { this.step("undo", "status.undone"); }
  redo() { this.step("redo", "status.redone"); }

  step(act, key) {
    this.send(act, {}).then(({ words }) => this.tell(key, { what: words }), () => {});
  }
}

