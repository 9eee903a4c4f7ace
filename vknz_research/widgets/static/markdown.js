// A preview of a memo while it is written: the common marks of Markdown, as elements. What is kept is rendered by Python.
import { el } from "./dom.js";

const MARKDOWN_INLINE = /\*\*(.+?)\*\*|__(.+?)__|\*(\S(?:.*?\S)?)\*|\b_(\S(?:.*?\S)?)_\b|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/s;

/** Cut a line into parts: `{text}`, with `mark` if it is strong, em, code or a link. */
export function parseInline(text) {
  const parts = [];
  let rest = text;
  for (let found = MARKDOWN_INLINE.exec(rest); found; found = MARKDOWN_INLINE.exec(rest)) {
    const [all, strong, strong2, em, em2, code, link] = found;
    if (found.index) parts.push({ text: rest.slice(0, found.index) });
    const mark = strong || strong2 ? "strong" : em || em2 ? "em" : code ? "code" : "link";
    parts.push({ text: strong ?? strong2 ?? em ?? em2 ?? code ?? link, mark });
    rest = rest.slice(found.index + all.length);
  }
  return rest ? [...parts, { text: rest }] : parts;
}

/** Cut a text into blocks: `{kind: p|h|quote|ul|ol, lines}`. */
export function parseBlocks(text) {
  const blocks = [];
  for (const line of text.split("\n")) {
    const { kind, words } = markdownLine(line);
    const last = blocks.at(-1);
    if (kind === "blank") blocks.push({ kind: "blank", lines: [] });
    else if (last?.kind === kind && kind !== "h") last.lines.push(words);
    else if (kind === "p" && ["ul", "ol", "quote"].includes(last?.kind)) last.lines.push(`${last.lines.pop()} ${words.trim()}`);
    else blocks.push({ kind, lines: [words] });
  }
  return blocks.filter(({ kind }) => kind !== "blank");
}

/** Return the elements that show a text. */
export function previewMarkdown(text) {
  return parseBlocks(text).map(({ kind, lines }) => {
    if (kind === "ul" || kind === "ol") return el(kind, {}, lines.map((line) => el("li", {}, markdownParts(line))));
    if (kind === "quote") return el("blockquote", {}, markdownParts(lines.join(" ")));
    return el(kind === "h" ? "h4" : "p", {}, markdownParts(lines.join(" ")));
  });
}

function markdownLine(line) {
  if (!line.trim()) return { kind: "blank", words: "" };
  const found = /^\s{0,3}(?:(#{1,6})\s+|(>)\s?|([-*+])\s+|(\d+[.)])\s+)(.*)$/.exec(line);
  if (!found) return { kind: "p", words: line };
  const [, heading, quote, bullet, , words] = found;
  return { kind: heading ? "h" : quote ? "quote" : bullet ? "ul" : "ol", words };
}

function markdownParts(text) {
  return parseInline(text).map(({ text: words, mark }) => {
    if (!mark) return words;
    return el(mark === "link" ? "u" : mark, { text: words });
  });
}
