// Transcribing in the player: a line per turn, times and speakers by key, kept by message while one types.
import { el, fill } from "./dom.js";
import { endOfTurn, writeClock } from "./playertime.js";

const WRITE_KEEP_MS = 2500;

/** Return who is likely to speak next: whoever spoke before the last one, else the other one. */
export function guessSpeaker(lines, at, speakers) {
  const last = lines[at]?.speaker;
  const before = lines.slice(0, at).findLast((line) => line.speaker !== last)?.speaker;
  return before ?? speakers.find((name) => name !== last) ?? last ?? "";
}

/** Return the lines as they are sent: those with words, each until the next begins where no end is known. */
export function sendLines(lines) {
  const said = lines.filter((line) => line.text.trim());
  return said.map((line, at) => {
    const next = said[at + 1]?.begin ?? null;
    const begin = line.begin ?? null;
    const known = line.finish > begin ? line.finish : null;
    const finish = begin === null ? null : known !== null && (next === null || known <= next) ? known : next > begin ? next : known;
    return { speaker: line.speaker, begin, finish, text: line.text.trim() };
  });
}

/** Return the lines of a source as they are edited. */
export function takeLines(turns) {
  return turns.map((turn, at) => ({ speaker: turn.speaker, begin: turn.begin ?? null, finish: turn.begin === null || turn.begin === undefined ? null : endOfTurn(turns, at), text: turn.text }));
}

export class PlayerWrite {
  constructor(page) {
    Object.assign(this, { page, t: page.t, isOpen: false, isDirty: false, lines: [] });
    this.box = el("section", { class: "uitwerken", "aria-label": page.t("write.title"), hidden: true });
    this.warn = (event) => this.isDirty && event.preventDefault();
    addEventListener("beforeunload", this.warn);
  }

  leave() {
    clearTimeout(this.keeping);
    removeEventListener("beforeunload", this.warn);
  }

  open() {
    const { page } = this;
    const { state } = page;
    this.lines = takeLines(state.turns);
    const known = [...new Set([...(state.shares ?? []).map((one) => one.speaker), ...state.turns.map((turn) => turn.speaker)].filter(Boolean))];
    this.speakers = known.length ? known : [state.trajectory.klantmanager, this.t("board.klant")];
    this.sourceId = state.source?.id ?? null;
    this.name = "";
    this.isOpen = true;
    if (!this.lines.length) this.lines.push({ speaker: this.speakers[0], begin: page.media.now, finish: null, text: "" });
    this.box.hidden = false;
    page.text.box.hidden = true;
    this.draw();
    const at = Math.max(0, page.text.at);
    this.focus(Math.min(at, this.lines.length - 1));
  }

  async shut() {
    await this.keep();
    if (this.isDirty) return; // what is not kept stays in sight, with the reason
    this.isOpen = false;
    this.box.hidden = true;
    this.page.text.box.hidden = false;
    this.page.ctx.focusText();
  }

  draw() {
    const { t } = this;
    const name = this.sourceId ? null : el("label", { class: "inregel" }, el("span", { text: t("write.name") }), el("input", { class: "veld", value: this.name, placeholder: t("write.nameHint"), on: { input: (event) => this.setName(event.target.value) } }));
    const speakers = el("label", { class: "inregel" }, el("span", { text: t("write.speakers") }), el("input", { class: "veld", value: this.speakers.join(", "), on: { change: (event) => this.setSpeakers(event.target.value) } }));
    this.status = el("span", { class: "stil", role: "status" });
    this.rows = el("ol", {});
    const done = el("button", { class: "knop", on: { click: () => this.shut() } }, t("write.done"), " ", el("kbd", { text: "Esc" }));
    fill(this.box, el("header", {}, el("h2", { text: t("write.title") }), name, speakers, this.status, done), el("p", { class: "stil klein", text: t("write.hint") }), this.rows);
    this.drawLines();
    if (!this.sourceId) this.status.textContent = t("write.needname");
  }

  drawLines() {
    this.choices = [];
    this.fields = this.lines.map((line, at) => this.makeField(line, at));
    fill(this.rows, this.fields.map((field, at) => this.makeLine(this.lines[at], field)));
    this.fields.forEach(growField);
  }

  makeField(line, at) {
    const write = (event) => {
      line.text = event.target.value;
      growField(event.target);
      this.changed();
    };
    return el("textarea", { class: "veld lees", rows: 1, value: line.text, "aria-label": this.t("write.text"), on: { input: write, keydown: (event) => this.keys(event, at) } });
  }

  makeLine(line, field) {
    const say = (event) => ((line.speaker = event.target.value), this.changed());
    const who = el("select", { class: "veld", "aria-label": this.t("write.speaker"), on: { change: say } });
    this.choices.push(this.fillSpeakers(who, line));
    const time = el("button", { class: "tekstknop num", on: { click: () => this.hearAt(line) } }, line.begin === null ? "–" : writeClock(line.begin, { tenths: true, language: this.page.ctx.language }));
    return el("li", {}, el("div", { class: "wie" }, who, time), field);
  }

  fillSpeakers(choice, line) {
    const names = [...new Set([...this.speakers, line.speaker])];
    return fill(choice, names.map((name) => el("option", { value: name, text: name, selected: name === line.speaker })));
  }

  hearAt(line) {
    if (line.begin !== null) this.page.media.playStretch({ begin: line.begin, finish: line.finish ?? line.begin });
  }

  focus(at) {
    this.fields[at]?.focus();
    this.fields[at]?.scrollIntoView?.({ block: "nearest" });
  }

  keys(event, at) {
    const { page, lines } = this;
    const line = lines[at];
    const isControl = event.ctrlKey || event.metaKey;
    const speaker = event.altKey && /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (event.key === "Enter" && !event.shiftKey) this.split(at, event.target);
    else if (speaker) this.setSpeaker(at, this.speakers[Number(speaker) - 1]);
    else if (isControl && (event.key === ";" || event.code === "Semicolon")) this.stamp(at);
    else if (isControl && event.key === " ") page.media.isPlaying ? page.media.pause() : page.media.resume();
    else if (event.altKey && event.key === "ArrowUp") this.focus(at - 1);
    else if (event.altKey && event.key === "ArrowDown") this.focus(at + 1);
    else if (event.key === "Escape") this.shut();
    else if (event.key === "Backspace" && !line.text && lines.length > 1) this.remove(at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // A new turn begins at the time of now; words behind the cursor go along.
  split(at, field) {
    const line = this.lines[at];
    const [before, after] = [field.value.slice(0, field.selectionStart), field.value.slice(field.selectionEnd)];
    const now = this.page.media.now;
    line.text = before.trimEnd();
    const later = this.lines[at + 1]?.begin ?? null;
    const begin = line.begin !== null && (now <= line.begin || (later !== null && now >= later)) ? null : now;
    if (begin !== null) line.finish = begin;
    this.lines.splice(at + 1, 0, { speaker: guessSpeaker(this.lines, at, this.speakers), begin, finish: null, text: after.trimStart() });
    this.changed();
    this.drawLines();
    this.focus(at + 1);
    this.fields[at + 1].setSelectionRange(0, 0);
  }

  stamp(at) {
    this.lines[at].begin = this.page.media.now;
    if (this.lines[at].finish !== null && this.lines[at].finish <= this.lines[at].begin) this.lines[at].finish = null;
    this.redraw(at);
  }

  setSpeaker(at, name) {
    if (!name) return;
    this.lines[at].speaker = name;
    this.redraw(at);
  }

  redraw(at) {
    const { selectionStart, selectionEnd } = this.fields[at];
    this.changed();
    this.drawLines();
    this.focus(at);
    this.fields[at].setSelectionRange(selectionStart, selectionEnd);
  }

  remove(at) {
    this.lines.splice(at, 1);
    this.changed();
    this.drawLines();
    this.focus(Math.max(0, at - 1));
  }

  setName(name) {
    this.name = name.trim();
    this.changed();
  }

  setSpeakers(text) {
    const before = this.speakers;
    const names = text.split(",").map((name) => name.trim()).filter(Boolean);
    if (!names.length) return;
    this.speakers = names;
    // A name that was written otherwise is that of the same person; the fields stay, somebody may be on the way to one.
    for (const line of this.lines) if (!names.includes(line.speaker)) line.speaker = names[Math.max(0, before.indexOf(line.speaker))] ?? names[0];
    this.lines.forEach((line, at) => this.fillSpeakers(this.choices[at], line));
    this.changed();
  }

  changed() {
    this.isDirty = true;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), WRITE_KEEP_MS);
  }

  async keep() {
    clearTimeout(this.keeping);
    const { page, t } = this;
    const turns = sendLines(this.lines);
    if (!this.isDirty || !turns.length) return void (this.isDirty = this.isDirty && turns.length > 0);
    if (!this.sourceId && !this.name) return void (this.status.textContent = t("write.needname"));
    this.isDirty = false;
    this.status.textContent = t("write.saving");
    try {
      const where = this.sourceId ? { source: this.sourceId } : { name: this.name };
      const state = await page.ask("write", { ...where, recording: page.recording, turns });
      this.sourceId = state?.source?.id ?? this.sourceId;
      this.status.textContent = t("write.saved", { time: new Date().toLocaleTimeString(page.ctx.language) });
    } catch (error) {
      this.isDirty = true;
      this.status.textContent = t("write.unsaved", { why: error.message });
    }
  }
}

function growField(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}
