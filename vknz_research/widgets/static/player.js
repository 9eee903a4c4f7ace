// The player: a recording beside its transcript, what was coded and seen in it, and the cycle it belongs to.
import { el, fill, takesText } from "./dom.js";
import { openDialog } from "./dialog.js";
import { startDesk } from "./desk.js";
import { codeStyles } from "./colours.js";
import { Palette } from "./palette.js";
import { findDigitCode, findNudge, findPedal, findPlayerAct, PLAYER_KEYS } from "./playerkeys.js";
import { PlayerMedia } from "./playermedia.js";
import { PlayerAgenda } from "./playeragenda.js";
import { PlayerBoard } from "./playerboard.js";
import { PlayerLine } from "./playerline.js";
import { makeSeal } from "./playerparts.js";
import { PlayerPoints } from "./playerpoints.js";
import { PlayerSeen } from "./playerseen.js";
import { PlayerShow } from "./playershow.js";
import { PlayerSteps } from "./playersteps.js";
import { PlayerText } from "./playertext.js";
import { chooseFragment, findTurnAt, lengthOf, listRecordings, markEnd, PLAYER_BACK_MS, writeClock, writeRate, writeStretch } from "./playertime.js";
import { PlayerViewing } from "./playerviewing.js";
import { PlayerWrite } from "./playerwrite.js";
import { playerWords } from "./playerwords.js";

const PLAYER_TAB_KEYS = { viewing: "k", observations: "v", agenda: "g", points: "p" };
const PLAYER_TABS = Object.keys(PLAYER_TAB_KEYS);
const NUDGE_WAIT_MS = 350;
const NO_FRAGMENT = { begin: null, finish: null };
const MORE_HELP = [["write", "newTurn", ["Enter"]], ["write", "speaker", ["Alt 1", "…", "Alt 9"]], ["write", "stamp", ["Ctrl ;"]], ["show", "slides", ["←", "→"]], ["show", "again", ["h"]], ["show", "leave", ["Esc"]]];

class PlayerPage {
  constructor(ctx, opens) {
    Object.assign(this, { ctx, t: ctx.t, opens, state: null, recording: 1, fragment: NO_FRAGMENT, tab: "viewing", sources: [], nudged: 0 });
    this.media = new PlayerMedia({ onTime: (ms) => this.onTime(ms), onState: () => this.state && this.drawControls() });
    this.media.media.setAttribute("aria-label", ctx.t("player.scene"));
    this.dressCtx(ctx);
    this.makeParts();
    this.hear = (event) => this.keys(event);
    ctx.root.addEventListener("keydown", this.hear);
    ctx.root.addEventListener("click", (event) => this.giveBack(event));
    this.start();
  }

  // What the palette of the workbench asks of a page.
  dressCtx(ctx) {
    Object.assign(ctx, { el, uid: "vknz-speler", state: { codes: new Map(), recent: [] }, seal: (code) => makeSeal(code, code.id), focusCode: () => {} });
    this.palette = new Palette(ctx);
  }

  makeParts() {
    const { ctx } = this;
    this.sheet = el("style");
    this.head = el("header", { class: "balk" });
    this.steps = new PlayerSteps(this);
    this.text = new PlayerText(this);
    this.write = new PlayerWrite(this);
    this.line = new PlayerLine(this);
    this.show_ = new PlayerShow(this);
    this.viewing = new PlayerViewing(this);
    this.observations = new PlayerSeen(this);
    this.agenda = new PlayerAgenda(this);
    this.points = new PlayerPoints(this);
    this.makeLeft();
    this.tabs = el("div", { class: "tabs", role: "tablist", "aria-label": ctx.t("player.side"), on: { keydown: (event) => this.tabKeys(event) } });
    this.panel = el("div", { class: "tabblad", role: "tabpanel", id: "vknz-speler-tab" });
    this.told = el("p", { class: "bericht", role: "status" });
    this.again = el("button", { class: "knop weer", hidden: true, on: { click: () => this.text.setFollowing(true) } }, ctx.t("media.follow"), " ", el("kbd", { text: "f" }));
    ctx.root.append(this.sheet, this.head, this.steps.box, this.left, el("div", { class: "midden" }, this.text.box, this.write.box, this.again), el("aside", { class: "zijkant", "aria-label": ctx.t("player.side") }, this.tabs, this.panel), this.line.box);
  }

  makeLeft() {
    const { t } = this;
    this.caption = el("p", { class: "ond", "aria-hidden": "true" });
    this.notice = el("div", { class: "geenbeeld", hidden: true });
    this.picture = el("div", { class: "beeld" }, this.media.media, this.notice, this.caption);
    this.clock = el("time", { class: "num" });
    this.controls = el("div", { class: "bed" });
    this.marker = el("div", { class: "mk" });
    this.short = el("div", { class: "vraag" });
    this.left = el("section", { class: "kijk", "aria-label": t("player.recording") }, this.picture, this.controls, this.marker, this.short);
    this.picture.addEventListener("click", () => this.media.toggle());
  }

  async start() {
    this.say(this.t("player.busy"));
    try {
      this.show(await this.ctx.line.ask("open", this.opens));
      this.say("");
      const board = await this.ctx.line.ask("board");
      this.sources = board.sources ?? [];
    } catch (error) {
      this.say(error.message, true);
    }
  }

  close() {
    this.media.close();
    this.line.close();
    this.write.leave();
    clearTimeout(this.nudging);
    this.ctx.root.removeEventListener("keydown", this.hear);
  }

  /** Ask for an act and show what comes back; a refusal is thrown. */
  async ask(act, args = {}) {
    const state = await this.ctx.line.ask(act, args);
    if (state?.trajectory) this.show(state);
    else if (state?.trajectories) this.leave(); // what was open is no longer there
    return state;
  }

  leave() {
    if (this.ctx.goBack) this.ctx.goBack();
    else location.assign("/trajecten");
  }

  /** Ask for an act; say what was done, or why it was refused. */
  async do(act, args, told) {
    try {
      const state = await this.ask(act, args);
      if (told) this.say(told);
      return state;
    } catch (error) {
      this.say(error.message, true);
      return false;
    }
  }

  say(text, isWrong = false) {
    this.told.textContent = text ?? "";
    this.told.classList.toggle("fout", isWrong);
    this.told.parentElement?.classList.toggle("verteld", Boolean(text));
  }

  show(state) {
    const isOther = state.source?.id !== this.state?.source?.id;
    this.state = state;
    const numbers = listRecordings(state);
    if (isOther || !numbers.includes(this.recording)) this.recording = numbers[0] ?? 1;
    if (isOther) this.fragment = NO_FRAGMENT;
    this.media.load(this.currentRecording);
    this.takeCodes();
    this.draw();
    this.ctx.root.dataset.ready = "true";
  }

  takeCodes() {
    const { codes, codings } = this.state;
    const all = new Map(codings.map((one) => [one.code, { ...one, id: one.code, path: one.code }]));
    for (const code of codes) all.set(code.path, { definition: "", ...code, id: code.path });
    this.sheet.textContent = codeStyles(all.values(), ".vk");
    this.ctx.state.codes = new Map(codes.map((code) => [code.path, all.get(code.path)]));
  }

  get currentRecording() {
    return this.state.recordings.find((one) => one.number === this.recording) ?? null;
  }

  get length() {
    const known = lengthOf(this.state, this.recording);
    const told = this.media.canPlay ? this.media.media.duration * 1000 : 0;
    return Number.isFinite(told) ? Math.max(known, told) : known;
  }

  draw() {
    this.drawHead();
    this.steps.draw();
    this.drawPicture();
    this.drawControls();
    this.drawMarker();
    this.text.draw();
    this.line.draw();
    this.drawTabs();
    this.onTime(this.media.now);
  }

  drawHead() {
    const { t, state } = this;
    const board = el("a", { class: "terug", href: "/trajecten", on: { click: (event) => this.ctx.goBack && (event.preventDefault(), this.ctx.goBack()) } }, t("player.board"));
    const round = state.rounds.length > 1 ? el("select", { class: "veld", "aria-label": t("player.round"), on: { change: (event) => this.openRound(Number(event.target.value)) } }, state.rounds.map((n) => el("option", { value: n, text: t("board.round", { n }), selected: n === state.round }))) : null;
    const sources = this.listSources();
    const source = sources.length > 1 ? el("select", { class: "veld", "aria-label": t("player.source"), on: { change: (event) => this.openSource(event.target.value) } }, sources.map(([id, name]) => el("option", { value: id, text: name, selected: id === state.source?.id }))) : null;
    fill(this.head, el("h1", { class: "merk" }, board, el("span", { "aria-hidden": "true", text: " / " }), state.trajectory.name, el("span", { text: ` / ${t("player.head", { n: state.round, who: state.trajectory.klantmanager })}` })), round, source,
      el("span", { class: "rechts" }, el("span", { class: "stil doel", title: t("player.purpose"), text: t("player.purpose") }), el("button", { class: "knop kaal", on: { click: () => this.openHelp() } }, t("player.keys"), " ", el("kbd", { text: "?" })), el("button", { class: "knop", on: { click: () => this.print() } }, t("player.print")), el("button", { class: "knop eerst", on: { click: () => this.show_.open() } }, t("player.present"), " ", el("kbd", { text: "t" }))));
  }

  listSources() {
    const { steps, source } = this.state;
    const found = new Map(steps.filter((one) => one.source).map((one) => [one.source, one.sourceName ?? one.source]));
    if (source && !found.has(source.id)) found.set(source.id, source.name);
    return [...found];
  }

  drawPicture() {
    const { t, currentRecording: one, media } = this;
    const state = one ? one.state : "none";
    const isSeen = media.canPlay && one?.hasPicture;
    const words = media.error ? t("media.wrong") : media.canPlay ? "" : one?.reason || t(`media.${state === "ok" ? "closed" : state}`);
    media.media.hidden = !isSeen;
    this.picture.classList.toggle("geluid", !isSeen);
    this.picture.classList.toggle("dicht", Boolean(words));
    this.notice.hidden = isSeen;
    fill(this.notice, words ? el("p", { class: "reden", text: words }) : el("p", { class: "stil", text: t("media.audio") }));
  }

  drawControls() {
    const { t, media, ctx } = this;
    const button = (words, label, run, extra = {}) => el("button", { class: "knop kaal", "aria-label": label, title: label, on: { click: run }, ...extra }, words);
    const play = el("button", { class: "knop eerst speel", disabled: !media.canPlay, "aria-label": t(media.isPlaying ? "media.pause" : "media.play"), on: { click: () => media.toggle() } }, media.isPlaying ? "❚❚" : "▶");
    const numbers = listRecordings(this.state);
    const name = (n) => this.state.recordings.find((one) => one.number === n)?.name ?? String(n);
    const choose = numbers.length > 1 ? el("select", { class: "veld", "aria-label": t("player.recordings"), on: { change: (event) => this.takeRecording(Number(event.target.value)) } }, numbers.map((n) => el("option", { value: n, text: name(n), selected: n === this.recording }))) : null;
    const had = focusOf(this.controls);
    fill(this.controls, play, button(t("media.back"), t("media.backLong"), () => media.skip(-PLAYER_BACK_MS), { class: "knop" }), this.clock, el("span", { class: "stil num", text: t("media.of", { length: writeClock(this.length) }) }),
      el("span", { class: "rechts" }, choose, button("−", t("media.slower"), () => this.changeRate(-1)), el("span", { class: "num tempo", text: writeRate(media.rate, ctx.language) }), button("+", t("media.faster"), () => this.changeRate(1)), el("button", { class: "knop kaal", "aria-pressed": String(media.isLoop), on: { click: () => this.loop() } }, t("media.loop"), " ", el("kbd", { text: "l" }))));
    this.again.hidden = this.text.isFollowing;
    had?.();
    if (media.error) this.drawPicture();
  }

  drawMarker() {
    const { t, fragment } = this;
    const { begin, finish } = fragment;
    const isWhole = begin !== null && finish !== null;
    const times = begin === null && finish === null ? el("span", { class: "stil", text: t("fragment.none") }) : [el("b", { class: "num", text: writeClock(begin) }), "–", el("b", { class: "num", text: writeClock(finish) }), isWhole ? el("span", { class: "stil num", text: t("fragment.seconds", { n: ((finish - begin) / 1000).toLocaleString(this.ctx.language, { maximumFractionDigits: 1 }) }) }) : null];
    const button = (key, words, run) => el("button", { class: "knop kaal", on: { click: run } }, t(words), " ", el("kbd", { text: key }));
    fill(this.marker, el("span", { class: "fragmentnu" }, el("span", { text: t("fragment.title") }), times), el("span", { class: "rechts" }, button("i", "fragment.in", () => this.mark("begin")), button("o", "fragment.out", () => this.mark("finish")), button("c", "fragment.code", () => this.code()), button("w", "fragment.observe", () => this.observe())));
  }

  drawTabs() {
    const { t } = this;
    const had = focusOf(this.tabs);
    fill(this.tabs, PLAYER_TABS.map((name) => el("button", { role: "tab", "aria-selected": String(name === this.tab), "aria-controls": "vknz-speler-tab", tabindex: name === this.tab ? 0 : -1, "aria-keyshortcuts": PLAYER_TAB_KEYS[name], "data-tab": name, on: { click: () => this.openTab(name) } }, underlineKey(t(`side.${name}`), PLAYER_TAB_KEYS[name]))));
    had?.();
    this.panel.setAttribute("aria-label", t(`side.${this.tab}`));
    const part = this[this.tab];
    if (this.panel.firstChild !== part.box) fill(this.panel, part.box);
    part.draw();
  }

  openTab(name, { focus = false } = {}) {
    this.tab = name;
    this.drawTabs();
    if (focus) (this.panel.querySelector("[data-row][tabindex], [data-question]") ?? this.tabs.querySelector('[aria-selected="true"]')).focus();
  }

  tabKeys(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    this.openTab(PLAYER_TABS[(PLAYER_TABS.indexOf(this.tab) + step + PLAYER_TABS.length) % PLAYER_TABS.length]);
    this.tabs.querySelector('[aria-selected="true"]').focus();
  }

  onTime(ms) {
    if (!this.state) return;
    this.clock.textContent = writeClock(ms, { tenths: true, language: this.ctx.language });
    this.text.follow(ms);
    this.line.move(ms);
    const said = this.state.turns[findTurnAt(this.state.turns, this.recording, ms)]?.text ?? "";
    const shown = said.length > 150 ? `${said.slice(0, 149)}…` : said;
    if (this.caption.textContent !== shown) this.caption.textContent = shown;
    const beat = `${Math.floor(ms / 500)}/${this.state.viewing?.mine?.length}`;
    if (beat !== this.beat) this.drawShort(ms);
    this.beat = beat;
  }

  drawShort(ms) {
    const found = this.viewing.makeShort(ms);
    fill(this.short, el("h3", { text: this.t("fragment.here") }), found.length ? el("ul", {}, found) : el("p", { class: "stil", text: this.t("fragment.nothere") }));
  }

  takeRecording(number) {
    if (number === this.recording || !number) return;
    this.recording = number;
    this.fragment = NO_FRAGMENT;
    this.media.setLoop(false, null);
    this.media.load(this.currentRecording);
    this.draw();
  }

  setFragment(fragment) {
    this.fragment = { begin: fragment.begin, finish: fragment.finish };
    if (this.media.isLoop) this.media.setLoop(this.isWhole, this.fragment);
    this.drawMarker();
    this.line.draw();
    if (this.tab === "viewing") this.viewing.draw();
  }

  get isWhole() {
    return this.fragment.begin !== null && this.fragment.finish !== null;
  }

  mark(edge) {
    this.setFragment(markEnd(this.fragment, edge, this.media.now));
    if (this.isWhole) this.say(this.t("fragment.said", { times: writeStretch(this.fragment) }));
  }

  loop() {
    if (!this.isWhole && !this.media.isLoop) return this.say(this.t("fragment.loopneed"), true);
    this.media.setLoop(!this.media.isLoop, this.fragment);
    const { now } = this.media;
    const isOutside = now < this.fragment.begin || now >= this.fragment.finish;
    if (this.media.isLoop && isOutside) this.media.seek(this.fragment.begin);
    return this.say(this.t(this.media.isLoop ? "told.loop" : "told.noloop"));
  }

  changeRate(step) {
    this.media.changeRate(step);
    this.say(this.t("told.rate", { rate: writeRate(this.media.rate, this.ctx.language) }));
  }

  /** Open the source of a fragment and the recording it is in. */
  async prepareFragment({ source, recording }) {
    if (source && source !== this.state.source?.id) await this.openSource(source);
    this.takeRecording(recording);
  }

  async playFragment(fragment) {
    await this.prepareFragment(fragment);
    const finish = fragment.finish ?? fragment.begin;
    if (finish > fragment.begin) this.setFragment({ begin: fragment.begin, finish });
    this.text.isFollowing = true;
    if (!this.media.canPlay && this.currentRecording?.reason) this.say(this.currentRecording.reason, true);
    return this.media.playStretch({ begin: fragment.begin, finish });
  }

  openSource(source) {
    return this.do("open", { trajectory: this.state.trajectory.id, round: this.state.round, source });
  }

  openRound(round) {
    return this.do("open", { trajectory: this.state.trajectory.id, round });
  }

  fragmentNow() {
    const found = this.state.source ? chooseFragment(this.fragment, this.state.turns, this.recording, this.media.now) : null;
    if (!found) this.say(this.t("fragment.need"), true);
    return found;
  }

  // Words that are chosen are coded by text, else the fragment by time.
  code() {
    const span = this.text.selection();
    const place = span ?? this.fragmentNow();
    if (!place) return;
    const spot = (span ? this.text.box : this.marker).getBoundingClientRect();
    const own = this.ctx.root.getBoundingClientRect();
    const at = { left: spot.left - own.left, top: spot.top - own.top, bottom: span ? spot.top - own.top + 60 : spot.bottom - own.top };
    this.palette.open({ title: span ? this.t("palette.text") : this.t("palette.title", { times: writeStretch(place) }), spot: at, words: null, onPick: (code) => this.codeWith(code, place) });
  }

  async codeWith(path, place) {
    const { state, t } = this;
    const { name } = state.codes.find((one) => one.path === path);
    const isText = place.start !== undefined;
    const told = isText ? t("told.codedText", { code: name }) : t("told.coded", { code: name, times: writeStretch(place) });
    this.ctx.state.recent = [path, ...this.ctx.state.recent.filter((one) => one !== path)].slice(0, 5);
    if (await this.do(isText ? "codeText" : "code", { source: state.source.id, ...place, code: path }, told)) this.text.unselect();
  }

  codeDigit(event) {
    const code = findDigitCode(this.state.codes, event);
    if (!code) return this.say(this.t("told.nocode"), true);
    const place = this.text.selection() ?? this.fragmentNow();
    return place && this.codeWith(code.path, place);
  }

  uncode(coding) {
    return this.do("uncode", { coding: coding.id }, this.t("told.uncoded"));
  }

  observe() {
    const { state } = this;
    const span = this.text.selection() ?? {};
    const turn = state.turns[this.text.at];
    const timed = state.source ? chooseFragment(this.fragment, state.turns, this.recording, this.media.now) : null;
    const place = timed ?? (turn ? { start: turn.start, end: turn.end } : null);
    if (!place) return this.say(this.t("fragment.need"), true);
    this.openTab("observations");
    return this.observations.open({ ...place, ...span });
  }

  // Quick presses are one message.
  nudge(shift) {
    const { state } = this;
    const turn = state.turns[this.text.at];
    if (!turn || turn.begin === null || turn.begin === undefined) return;
    this.nudged += shift;
    this.say(this.t("told.nudged", { n: turn.n, ms: `${this.nudged > 0 ? "+" : "−"}${Math.abs(this.nudged)}` }));
    clearTimeout(this.nudging);
    const { source, recording } = { source: state.source, recording: turn.recording };
    this.nudging = setTimeout(() => {
      const total = this.nudged;
      this.nudged = 0;
      if (total) this.do("nudge", { source: source.id, revision: source.revision, recording, shift: total, turn: turn.n });
    }, NUDGE_WAIT_MS);
  }

  async print() {
    const made = await this.do("print", {});
    if (!made) return;
    const link = made.url ? el("a", { href: made.url, target: "_blank", rel: "noopener", text: this.t("player.print") }) : el("b", { text: made.path });
    this.say(" ");
    fill(this.told, this.t("player.printed"), " ", link);
  }

  keys(event) {
    if (!this.state || event.defaultPrevented || this.show_.isOpen) return;
    const pedal = findPedal(event);
    if (pedal) return this.press(event, pedal);
    const target = event.composedPath()[0];
    if (takesText(target) || target.tagName === "SELECT" || target.closest?.(".dialog, .palet, .uitwerken")) return undefined;
    const isButton = target.closest?.("button, a, summary");
    if (isButton && [" ", "Enter"].includes(event.key)) return undefined;
    const shift = findNudge(event);
    if (shift) return event.preventDefault(), this.nudge(shift);
    if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) return event.preventDefault(), this.codeDigit(event);
    const act = findPlayerAct(event);
    if (act) return this.press(event, act);
    return undefined;
  }

  press(event, act) {
    event.preventDefault();
    const { media, text, t } = this;
    const acts = {
      play: () => media.toggle(), back: () => media.skip(-PLAYER_BACK_MS), forward: () => media.skip(PLAYER_BACK_MS), resume: () => media.resume(), stop: () => media.pause(), slower: () => this.changeRate(-1), faster: () => this.changeRate(1), loop: () => this.loop(), follow: () => text.setFollowing(!text.isFollowing),
      markIn: () => this.mark("begin"), markOut: () => this.mark("finish"), unmark: () => (media.setLoop(false, null), this.setFragment(NO_FRAGMENT)), code: () => this.code(), observe: () => this.observe(), turnUp: () => text.step(-1), turnDown: () => text.step(1), transcribe: () => this.write.open(),
      viewing: () => this.openTab("viewing", { focus: true }), observations: () => this.openTab("observations", { focus: true }), agenda: () => this.openTab("agenda", { focus: true }), points: () => this.openTab("points", { focus: true }), present: () => this.show_.open(), help: () => this.openHelp(),
      undo: () => this.do("undo", {}, t("told.undone")), redo: () => this.do("redo", {}, t("told.redone")),
    };
    acts[act]?.();
  }

  // A button that was clicked with the mouse does not keep the space bar from playing.
  giveBack(event) {
    if (event.detail > 0 && event.target.closest?.(".bed button, .mk button, .fr, .tabs button, .stap button") && !event.composedPath().some((node) => node.classList?.contains("dialog")) && !this.ctx.root.querySelector(".palet, .dialog, .observeer")) this.ctx.focusText();
  }

  openHelp() {
    const { t, ctx } = this;
    const all = [...PLAYER_KEYS.map(({ group, act, show }) => [group, act, show]), ...MORE_HELP];
    const groups = [...new Set(all.map(([group]) => group))];
    const key = (text) => (text === "…" ? el("span", { text }) : el("kbd", { text: text === "Spatie" && ctx.language === "en" ? "Space" : text }));
    const line = ([, act, show]) => el("li", {}, el("span", { text: t(`help.${act}`) }), el("span", { class: "toets" }, show.map((text) => [key(text), " "])));
    const body = el("div", { class: "hulp" }, groups.map((group) => el("section", {}, el("h3", { text: t(`help.group.${group}`) }), el("ul", {}, all.filter(([one]) => one === group).map(line)))));
    openDialog(ctx, { title: t("help.title"), body, wide: true });
  }
}

/** Return a word with its key underlined; the key behind it where the word has no such letter. */
export function underlineKey(word, key) {
  const at = word.toLowerCase().indexOf(key);
  return at < 0 ? [word, " ", el("kbd", { text: key })] : [word.slice(0, at), el("u", { text: word.slice(at, at + 1) }), word.slice(at + 1)];
}

// Give the focus back to the button in the same place after drawing a row of them anew.
function focusOf(box) {
  const at = [...box.querySelectorAll("button, select")].indexOf(box.getRootNode().activeElement);
  return at < 0 ? null : () => box.querySelectorAll("button, select")[at]?.focus();
}

/** Return what to open: from the traits of a widget, or `traject/ronde` of a page. */
export function readOpening(trajectory, round, source) {
  if (trajectory) return { trajectory, round: round || 1 };
  const [, id, n] = /^(.+?)\/(\d+)$/.exec(source ?? "") ?? [];
  return id ? { trajectory: id, round: Number(n) } : null;
}

function startPlayer(model, ctx) {
  ctx.root.style.height = model.get("height") ?? "100%";
  const isPage = model.get("host") === "panel";
  let page = null;
  const open = (opening) => {
    page?.close?.();
    fill(ctx.root);
    ctx.root.classList.toggle("bord", !opening);
    if (opening) page = new PlayerPage(ctx, opening);
    else page = void new PlayerBoard(ctx, { isPage, onOpen: (trajectory, round) => open({ trajectory, round }) });
  };
  if (!isPage) ctx.goBack = () => open(null);
  ctx.focusText = () => ctx.root.focus({ preventScroll: true });
  open(readOpening(model.get("trajectory"), model.get("round"), ctx.opens));
  // A page is there to be worked in: its keys answer at once. A notebook has other cells.
  if (isPage) requestAnimationFrame(() => ctx.focusText());
  return () => page?.close?.();
}

export function render({ model, el: host }) {
  return startDesk({ model, el: host }, "speler", playerWords, (ctx) => startPlayer(model, ctx));
}

export default { render };
