// The page Overeenstemming: Python measures, this draws and asks for the passages behind a number.
// `codeStyles` comes from colours.js of the workbench, which is joined before this.
/* global codeStyles */
const UNITS = ["character", "turn", "sentence", "window:200", "ms"];
const FIRST = ["percent", "alpha_nominal", "alpha_binary", "u_alpha", "u_alpha_binary", "cu_alpha"];
const LOWEST = -0.2; // left end of a scale; what lies below is drawn there

export function formatNumber(value, language, digits = 3) {
  if (value === null || value === undefined) return "–";
  const rounded = Number(value.toFixed(digits)) + 0; // no minus zero
  return rounded.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "−");
}

export function formatInterval(row, language) {
  if (row.low === null || row.high === null) return "–";
  return `${formatNumber(row.low, language)} – ${formatNumber(row.high, language)}`;
}

export function formatTime(ms) {
  const [seconds, minutes] = [Math.floor(ms / 1000) % 60, Math.floor(ms / 60000)];
  return `${String(minutes).padStart(2, "0")}:${String(seconds).padStart(2, "0")}`;
}

export function placeOnScale(value, width) {
  const kept = Math.min(1, Math.max(LOWEST, value));
  return ((kept - LOWEST) / (1 - LOWEST)) * width;
}

// One lane per code and coder, in the order of the codes; each mark in shares of the text.
export function layLanes(overlap) {
  const codes = [...new Set(overlap.marks.map((mark) => mark.code))].sort();
  return codes.flatMap((code) =>
    overlap.coders.map((coder, at) => ({
      code,
      coder,
      isFirst: at === 0,
      marks: overlap.marks
        .filter((mark) => mark.code === code && mark.coder === coder)
        .map((mark) => ({ start: mark.start, end: mark.end, left: mark.start / overlap.characters, width: (mark.end - mark.start) / overlap.characters })),
    })),
  );
}

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function draw(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function drawScale(row) {
  const width = 160;
  const at = (value) => placeOnScale(value, width);
  const scale = draw("svg", { class: "schaal", viewBox: "-4 0 168 16", "aria-hidden": "true" });
  scale.append(draw("line", { class: "as", x1: 0, x2: width, y1: 8, y2: 8 }), draw("line", { class: "nul", x1: at(0), x2: at(0), y1: 2, y2: 14 }));
  if (row.value === null) return scale;
  if (row.low !== null) scale.append(draw("line", { class: "lijn", x1: at(row.low), x2: at(row.high), y1: 8, y2: 8 }));
  scale.append(draw("circle", { class: "punt", cx: at(row.value), cy: 8, r: 4 }));
  return scale;
}

function makeTable(headings, rows) {
  const head = headings.map(([name, isNumber]) => make("th", { scope: "col", class: isNumber ? "getal" : null }, name));
  const body = rows.map((row) => {
    const cells = row.cells.map((cell, at) => make("td", { class: headings[at][1] ? "getal" : null }, cell instanceof Node ? cell : String(cell ?? "–")));
    return make("tr", { "data-row": row.key ?? null }, ...cells);
  });
  return make("table", {}, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
}

class AgreementPage {
  constructor(model, root) {
    this.model = model;
    this.words = model.words;
    this.language = model.language;
    this.choice = { unit: "character", rolled: false };
    this.waiting = new Map();
    this.next = 1;
    this.main = make("main", {});
    this.aside = make("aside", { "aria-live": "polite", "aria-label": this.words.passages });
    this.marks = {};
    this.styles = make("style", {});
    root.append(this.styles, this.main, this.aside);
  }

  ask(message) {
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.model.send_msg({ id, ...this.choice, ...message });
    });
  }

  hear(answer) {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (!waiting) return;
    if (answer.ok) waiting.resolve(answer.result);
    else waiting.reject(new Error(answer.message));
  }

  async load() {
    const number = (this.loading = (this.loading ?? 0) + 1);
    this.hint(this.words.passages_hint);
    this.main.replaceChildren(make("h1", {}, this.words.title), this.choices(), make("p", { role: "status" }, this.words.busy));
    try {
      const found = await this.ask({ ask: "agreement" });
      if (number === this.loading) this.show(found);
    } catch (error) {
      this.main.lastChild.textContent = error.message;
    }
  }

  choices() {
    const options = UNITS.map((unit) => make("option", { value: unit, selected: unit === this.choice.unit }, this.words[unit]));
    const unit = make("select", { onchange: (event) => this.choose({ unit: event.target.value }) }, ...options);
    const rolled = make("input", { type: "checkbox", checked: this.choice.rolled, onchange: (event) => this.choose({ rolled: event.target.checked }) });
    return make("div", { class: "keuzes" }, make("label", {}, `${this.words.unit} `, unit), make("label", {}, rolled, ` ${this.words.rolled}`));
  }

  choose(change) {
    this.choice = { ...this.choice, ...change };
    this.load();
  }

  // A code is always three marks: hue, letters, stroke; the name says it in words.
  mark(path) {
    const code = this.marks[path];
    if (!code) return make("span", {}, path);
    const letters = code.letters || code.name.slice(0, 2);
    const seal = make("span", { class: code.form === "outlined" ? "zegel open" : "zegel", "data-code": path, "aria-hidden": "true" }, letters);
    const stroke = make("i", { class: "staal", "data-code": path, "aria-hidden": "true" });
    const above = code.above ? make("span", { class: "zacht" }, `${code.above} › `) : null;
    return make("span", { class: "code", title: path }, seal, stroke, make("span", { class: "naam" }, ...[above, code.name].filter(Boolean)));
  }

  nameOf(path) {
    return this.marks[path]?.name ?? path;
  }

  show(found) {
    this.marks = found.marks;
    this.styles.textContent = codeStyles(Object.values(found.marks), ".av");
    const parts = [make("h1", {}, this.words.title)];
    if (!found.sources.length) parts.push(make("p", {}, this.words.none), this.showLeftOut(found));
    else {
      parts.push(...found.sentences.map((sentence) => make("p", {}, sentence)), this.choices());
      parts.push(...this.showOverall(found), ...this.showCodes(found), ...this.showConfused(found));
      parts.push(...this.showStyle(found), ...this.showOverlap(found), ...this.showRounds(found), this.showLeftOut(found));
    }
    this.main.replaceChildren(...parts.filter(Boolean));
  }

  coefficientTable(rows) {
    const w = this.words;
    const cells = (row) => [
      w[row.coefficient] ?? row.coefficient,
      row.value === null ? w.undefined : formatNumber(row.value, this.language),
      formatInterval(row, this.language),
      drawScale(row),
      make("span", { class: "zacht" }, row.note),
    ];
    const headings = [[w.coefficient], [w.value, true], [w.interval, true], [""], [w.says]];
    return makeTable(headings, rows.map((row) => ({ cells: cells(row) })));
  }

  showOverall(found) {
    const first = found.overall.filter((row) => FIRST.includes(row.coefficient));
    const others = found.overall.filter((row) => !FIRST.includes(row.coefficient));
    const more = make("details", {}, make("summary", {}, this.words.more), this.coefficientTable(others));
    const differ = () => this.showPassages(null, this.words.overall, {});
    const button = make("button", { type: "button", onclick: differ }, this.words.differences);
    return [make("h2", {}, this.words.overall), this.coefficientTable(first), more, make("div", { class: "keuzes" }, button)];
  }

  showCodes(found) {
    const w = this.words;
    const rows = found.codes.map((row) => ({
      key: `code:${row.code}`,
      cells: [
        make("button", { type: "button", onclick: () => this.showPassages(`code:${row.code}`, this.nameOf(row.code), { code: row.code }) }, this.mark(row.code)),
        formatNumber(row.value, this.language),
        formatInterval(row, this.language),
        drawScale(row),
        String(row.codings),
        make("span", { class: "zacht" }, row.sentence),
      ],
    }));
    const headings = [[w.code], [w.alpha, true], [w.interval, true], [""], [w.codings, true], [w.says]];
    return [make("h2", {}, w.codes), make("p", {}, w.codes_hint), makeTable(headings, rows)];
  }

  showConfused(found) {
    const w = this.words;
    if (!found.confused.length) return [make("h2", {}, w.confused), make("p", {}, w.confused_none)];
    const rows = found.confused.map((row) => {
      const title = `${this.nameOf(row.code)} ${w.and} ${this.nameOf(row.other)}`;
      const key = `pair:${row.code}:${row.other}`;
      const button = make("button", { type: "button", onclick: () => this.showPassages(key, title, { code: row.code, other: row.other }) }, this.mark(row.code), this.mark(row.other));
      return { key, cells: [button, formatNumber(row.characters, this.language, 0)] };
    });
    return [make("h2", {}, w.confused), makeTable([[w.code], [w.characters, true]], rows)];
  }

  showStyle(found) {
    const w = this.words;
    const number = (value, digits = 0) => formatNumber(value, this.language, digits);
    const who = (row) => make("button", { type: "button", onclick: () => this.showPassages(`coder:${row.coder}`, `${w.codings_of} ${row.coder}`, { coder: row.coder, all: true }) }, row.coder);
    const rows = found.style.map((row) => ({
      key: `coder:${row.coder}`,
      cells: [who(row), number(row.sources), number(row.codings), number(row.codes), number(row.median_length), `${number(100 * row.share, 1)}\u202f%`],
    }));
    const headings = [[w.coder], [w.sources, true], [w.codings, true], [w.different, true], [w.median_length, true], [w.share, true]];
    return [make("h2", {}, w.style), make("p", {}, found.style_sentence), makeTable(headings, rows)];
  }

  showOverlap(found) {
    const w = this.words;
    const options = found.sources.map((source) => make("option", { value: source.id }, source.name));
    const select = make("select", { "aria-label": w.source, onchange: () => fill() }, ...options);
    const map = make("div", { class: "kaart" });
    const fill = async () => {
      const wanted = select.value;
      const overlap = await this.ask({ ask: "overlap", source: wanted });
      if (select.value === wanted) map.replaceChildren(...layLanes(overlap).map((lane) => this.drawLane(lane, wanted)));
    };
    const differ = () => this.showPassages(null, select.selectedOptions[0].textContent, { source: select.value });
    const button = make("button", { type: "button", onclick: differ }, w.differences);
    fill().catch((error) => map.replaceChildren(error.message));
    return [make("h2", {}, w.overlap), make("div", { class: "keuzes" }, make("label", {}, `${w.source} `, select), button), map];
  }

  drawLane(lane, source) {
    const about = `${this.nameOf(lane.code)} · ${lane.coder}`;
    const ask = (mark) => this.showPassages(null, about, { code: lane.code, source, coder: lane.coder, all: true }, mark);
    const strip = make("div", { class: "strook" });
    for (const mark of lane.marks) {
      const form = this.marks[lane.code]?.form === "outlined" ? "open" : null;
      const bar = make("i", { class: form, "data-code": lane.code, title: `${about} · ${mark.start}–${mark.end}`, onclick: () => ask(mark) });
      bar.style.left = `${100 * mark.left}%`;
      bar.style.width = `${100 * mark.width}%`;
      strip.append(bar);
    }
    const label = `${about}: ${lane.marks.length}`;
    const who = lane.marks.length ? make("button", { type: "button", "aria-label": label, onclick: () => ask(null) }, lane.coder) : make("span", { class: "zacht" }, lane.coder);
    const name = lane.isFirst ? this.mark(lane.code) : make("span", {});
    return make("div", { class: lane.isFirst ? "baan" : "baan vervolg" }, name, who, strip);
  }

  showRounds(found) {
    const w = this.words;
    if (!found.rounds.length) return [make("h2", {}, w.rounds), make("p", {}, w.rounds_none)];
    const title = (row) => {
      const name = `${row.number}. ${row.title}`;
      return make("button", { type: "button", onclick: () => this.showPassages(`round:${row.number}`, name, { round: row.number }) }, name);
    };
    const rows = found.rounds.map((row) => ({
      key: `round:${row.number}`,
      cells: [title(row), row.coders, row.sources, row.code_revision, row.value === null ? w.undefined : formatNumber(row.value, this.language), formatInterval(row, this.language), drawScale(row)],
    }));
    const headings = [[w.round], [w.coder], [w.sources, true], [w.revision, true], [w.alpha, true], [w.interval, true], [""]];
    return [make("h2", {}, w.rounds), make("p", {}, w.rounds_hint), makeTable(headings, rows)];
  }

  showLeftOut(found) {
    if (!found.left_out.length) return null;
    const items = found.left_out.map((row) => make("li", {}, `${row.name}. ${row.note}`));
    const title = `${this.words.left_out} (${items.length})`;
    return make("details", {}, make("summary", {}, title), make("ul", {}, ...items));
  }

  hint(text) {
    this.aside.replaceChildren(make("h2", {}, this.words.passages), make("p", {}, text));
  }

  // `within` keeps only the passages that touch one stretch of the text.
  async showPassages(key, title, wanted, within = null) {
    for (const row of this.main.querySelectorAll("tr[data-row]")) row.classList.toggle("gekozen", row.dataset.row === key);
    const number = (this.asking = (this.asking ?? 0) + 1);
    try {
      const found = await this.ask({ ask: "passages", ...wanted });
      const passages = within ? found.passages.filter((row) => row.start < within.end && row.end > within.start) : found.passages;
      if (number === this.asking) this.drawPassages(title, { passages, total: within ? passages.length : found.total });
    } catch (error) {
      this.hint(error.message);
    }
  }

  drawGiven(coder, codes) {
    const given = codes.length ? codes.map((path) => this.mark(path)) : [make("span", { class: "zacht" }, this.words.nothing)];
    return make("div", { class: "wie" }, make("b", {}, coder), make("span", { class: "codes" }, ...given));
  }

  drawPassages(title, found) {
    const count = found.total > found.passages.length ? `${found.passages.length} ${this.words.shown} ${found.total}` : String(found.total);
    const drawn = found.passages.map((row) =>
      make(
        "div",
        { class: "fragment" },
        make("div", {}, [row.source, row.speaker, row.begin_ms === null ? `${row.start}–${row.end}` : formatTime(row.begin_ms)].filter(Boolean).join(" · ")),
        make("blockquote", {}, row.text),
        ...Object.entries(row.by_coder).map(([coder, codes]) => this.drawGiven(coder, codes)),
      ),
    );
    const body = drawn.length ? drawn : [make("p", {}, this.words.passages_none)];
    this.aside.replaceChildren(make("h2", {}, `${this.words.passages}: ${title} (${count})`), ...body);
    this.aside.scrollTop = 0;
  }
}

export function render({ model }) {
  const root = document.createElement("div");
  root.className = "vk av";
  root.lang = model.language;
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => root.classList.toggle("donker", scheme.matches);
  dress();
  scheme.addEventListener("change", dress);
  const page = new AgreementPage(model, root);
  model.on("msg:custom", (event) => page.hear(event.data ?? event));
  model.on("remove", () => scheme.removeEventListener("change", dress));
  page.load();
  return root;
}

export default { render };
