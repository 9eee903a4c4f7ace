// The palette: type part of a name or definition, Enter codes. Also used to give another code.
import { rankCodes } from "./ranking.js";

const SHOWN = 9;
const LEAST = 240; // with this much room below, the list scrolls there and does not jump above

export function numberOfWords(text) {
  return (text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? []).length;
}

// Ten pixels below the selection; above it when there is no room; never over it.
export function placePalette(spot, frame, size) {
  const left = Math.max(8, Math.min(spot.left, frame.width - size.width - 8));
  const below = spot.bottom + 10;
  const room = frame.height - 8 - below;
  if (size.height <= room) return { left, top: below };
  if (room >= LEAST) return { left, top: below, height: room };
  const above = spot.top - 10 - size.height;
  return { left, top: above >= 8 ? above : Math.max(8, frame.height - size.height - 8) };
}

export class Palette {
  constructor(ctx) {
    this.ctx = ctx;
    this.box = null;
  }

  get isOpen() {
    return this.box !== null;
  }

  // `onPick(code_id, {more})`; `onNew(name)` and `onInVivo()` where they make sense.
  open({ title, spot, words, onPick, onNew, onInVivo, onMemo }) {
    this.close();
    const { el, t } = this.ctx;
    Object.assign(this, { onPick, onNew, onInVivo, onMemo, words, at: 0 });
    this.input = el("input", {
      role: "combobox", "aria-expanded": "true", "aria-autocomplete": "list", "aria-label": t("palette.label"), placeholder: t("palette.hint"), "aria-controls": `${this.ctx.uid}-opties`, autocomplete: "off", spellcheck: "false",
    });
    this.list = el("div", { role: "listbox", id: `${this.ctx.uid}-opties`, "aria-label": t("palette.codes"), class: "opties" });
    const count = words ? numberOfWords(words) : 0;
    const many = count === 1 ? t("palette.word") : t("palette.words", { n: count });
    this.box = el("div", { class: "palet", role: "dialog", "aria-label": title, tabindex: "-1" },
      el("div", { class: "zoek" }, el("span", { class: "stil", text: title }), this.input, words ? el("span", { class: "stil", text: many }) : null),
      this.list, this.makeFoot());
    this.input.addEventListener("input", () => this.refresh(0));
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("focusout", (event) => {
      if (this.box && event.relatedTarget && !this.box.contains(event.relatedTarget)) this.close({ refocus: false });
    });
    this.ctx.root.append(this.box);
    this.refresh(0);
    const at = placePalette(spot, { width: this.ctx.root.clientWidth, height: this.ctx.root.clientHeight }, { width: this.box.offsetWidth, height: this.box.offsetHeight });
    this.box.style.left = `${at.left}px`;
    this.box.style.top = `${at.top}px`;
    if (at.height) this.box.style.maxHeight = `${at.height}px`;
    this.input.focus();
  }

  makeFoot() {
    const { el, t } = this.ctx;
    const hint = (key, words) => el("span", {}, el("kbd", { text: key }), ` ${words}`);
    return el("footer", {}, hint("↵", t("palette.apply")), this.onPick && !this.onNew ? null : hint("⇧ ↵", t("palette.more")), hint("Esc", t("palette.close")));
  }

  close({ refocus = true } = {}) {
    if (!this.box) return;
    this.box.remove();
    this.box = null;
    if (refocus) this.ctx.focusText();
  }

  refresh(at) {
    const query = this.input.value;
    const { el, t, state } = this.ctx;
    this.options = rankCodes([...state.codes.values()], query, state.recent).slice(0, SHOWN).map((hit) => ({ run: (more) => this.pick(hit.code.id, more), node: this.makeHit(hit), code: hit.code }));
    if (this.onNew && query.trim()) this.options.push({ run: () => this.finish(() => this.onNew(query.trim())), node: this.makeLast("+", t("palette.new", { name: query.trim() }), "Ctrl ↵") });
    if (this.onInVivo && this.words) this.options.push({ run: () => this.finish(this.onInVivo), node: this.makeLast("„ ”", t("palette.invivo", { words: this.words.replace(/\s+/g, " ").slice(0, 44) }), "v") });
    this.options.forEach(({ node, run }, i) => {
      node.id = `${this.ctx.uid}-optie-${i}`;
      node.addEventListener("pointerdown", (event) => event.preventDefault());
      node.addEventListener("click", (event) => run(event.shiftKey));
    });
    this.list.replaceChildren(...this.options.map(({ node }) => node));
    if (!this.options.length) this.list.append(el("p", { class: "stil leeg", text: t("palette.none") }));
    this.mark(at);
  }

  makeHit({ code, where, at }) {
    const { el, state } = this.ctx;
    const parts = code.path.split("/");
    const above = parts.slice(0, -1).map((_, i) => [...state.codes.values()].find((c) => c.path === parts.slice(0, i + 1).join("/"))?.name).filter(Boolean);
    const name = el("span", { class: "naam" }, above.length ? el("span", { class: "pad", text: `${above.join(" › ")} › ` }) : null, ...(where === "name" ? this.underline(code.name, at) : [code.name]));
    const keys = this.keysOf(code);
    return el("div", { role: "option", class: "opt" }, this.ctx.seal(code), name, keys ? el("kbd", { text: keys }) : el("span"),
      where === "definition" ? el("small", {}, ...this.excerpt(code.definition, at)) : el("small", { text: code.definition }));
  }

  keysOf(code) {
    if (!code.shortcut) return "";
    if (/^\d$/.test(code.shortcut)) return code.shortcut;
    const above = [...this.ctx.state.codes.values()].find((c) => c.path === code.path.split("/").slice(0, -1).join("/"));
    return above?.shortcut && /^\d$/.test(above.shortcut) ? `${above.shortcut} ${code.shortcut}` : "";
  }

  underline(text, at) {
    if (!at || at[1] <= at[0]) return [text];
    return [text.slice(0, at[0]), this.ctx.el("u", { text: text.slice(...at) }), text.slice(at[1])];
  }

  excerpt(text, at) {
    const from = Math.max(0, at[0] - 30);
    return [from ? "… " : "", ...this.underline(text.slice(from), [at[0] - from, at[1] - from])];
  }

  makeLast(sign, words, keys) {
    const { el } = this.ctx;
    return el("div", { role: "option", class: "opt" }, el("span", { class: "teken", text: sign }), el("span", { class: "naam", text: words }), el("kbd", { text: keys }));
  }

  mark(at) {
    this.at = Math.max(0, Math.min(at, this.options.length - 1));
    this.options.forEach(({ node }, i) => node.setAttribute("aria-selected", String(i === this.at)));
    const now = this.options[this.at];
    if (now) this.input.setAttribute("aria-activedescendant", now.node.id);
    else this.input.removeAttribute("aria-activedescendant");
    now?.node.scrollIntoView({ block: "nearest" });
    if (now?.code) this.ctx.focusCode(now.code.id);
  }

  finish(act) {
    this.close();
    act();
  }

  pick(code, more) {
    if (!more) this.close();
    this.onPick(code, { more });
    if (more) {
      this.input.value = "";
      this.refresh(0);
    }
  }

  key(event) {
    event.stopPropagation();
    const stop = () => event.preventDefault();
    if (event.key === "ArrowDown") [stop(), this.mark(this.at + 1)];
    else if (event.key === "ArrowUp") [stop(), this.mark(this.at - 1)];
    else if (event.key === "Escape") [stop(), this.close()];
    else if (event.key === "Tab") stop();
    else if (event.key === "Enter" && event.ctrlKey && this.onNew) [stop(), this.finish(() => this.onNew(this.input.value.trim()))];
    else if (event.key === "Enter") [stop(), this.options[this.at]?.run(event.shiftKey)];
  }
}
