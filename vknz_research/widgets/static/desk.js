// What the pages of the dashboard share: a line to Python, words with facts in them, and a start.
import { dialogWords } from "./dialog.js";

/** Questions to Python and the answers that come back by number; a refusal is an error with a sentence. */
export class DeskLine {
  constructor(send) {
    this.send = send;
    this.waiting = new Map();
    this.next = 1;
  }

  ask(act, args = {}) {
    const id = String(this.next++);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, act, args });
    });
  }

  hear(answer) {
    const asked = this.waiting.get(answer?.id);
    if (!asked) return;
    this.waiting.delete(answer.id);
    if (answer.ok) asked.resolve(answer.result);
    else asked.reject(Object.assign(new Error(answer.error.message), { kind: answer.error.kind }));
  }
}

/** Put facts in a sentence: `fillWords("{n} bronnen", {n: 3})`. */
export function fillWords(sentence, facts = {}) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

/** Return what puts a key of `words` in the language of the interface, or a number of things in one of two forms. */
export function makeWords(language, ...lists) {
  const own = Object.assign({}, ...[...lists, dialogWords].map((words) => words[language] ?? words.nl));
  const t = (key, facts) => fillWords(own[key] ?? key, facts);
  t.count = (key, n, facts = {}) => t(n === 1 ? `${key}.one` : `${key}.more`, { n, ...facts });
  t.has = (key) => key in own;
  return t;
}

/** Return a date as people write it, from 2031-04-05. */
export function writeDate(date, language) {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(date ?? "");
  if (!found) return "";
  const [year, month, day] = found.slice(1).map(Number);
  const names = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  return new Date(Date.UTC(year, month - 1, day)).toLocaleDateString(language === "en" ? "en-GB" : "nl", names);
}

/** Start a page on a model of anywidget, or of Panel through its adapter: `make(ctx)` draws it and is told nothing more. */
export function startDesk({ model, el: host }, name, words, make) {
  const root = document.createElement("div");
  const language = model.get("language") ?? "nl";
  root.className = `vk desk ${name}`;
  root.lang = language;
  root.tabIndex = -1;
  const line = new DeskLine((message) => model.send(message));
  const stop = dressDesk(root, model.get("host"));
  host.append(root);
  const hear = (answer) => line.hear(answer);
  model.on("msg:custom", hear);
  const ctx = { root, language, t: makeWords(language, words), line, opens: model.get("source") ?? "", focusText: () => root.focus() };
  const close = make(ctx);
  return () => {
    model.off("msg:custom", hear);
    stop();
    close?.();
    root.remove();
  };
}

function dressDesk(root, host) {
  if (host === "jupyterlab") root.dataset.host = host;
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => {
    const lab = document.body.dataset.jpThemeLight;
    root.classList.toggle("donker", lab ? lab === "false" : scheme.matches);
  };
  dress();
  scheme.addEventListener("change", dress);
  const watch = new MutationObserver(dress);
  watch.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  return () => {
    scheme.removeEventListener("change", dress);
    watch.disconnect();
  };
}
