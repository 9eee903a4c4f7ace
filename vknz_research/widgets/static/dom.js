// Making elements. Text is always set as text, never read as HTML.

const DOM_FOCUSABLE = new Set(["a", "button", "input", "select", "textarea", "summary"]);
const DOM_PROPERTIES = new Set([
  "checked", "disabled", "hidden", "indeterminate", "readOnly", "scrollTop", "selected", "value",
]);
// JupyterLab takes bare keys unless the focused element itself carries this.
const DOM_SUPPRESS = "data-lm-suppress-shortcuts";
export const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** Say whether an element with this tag and these props can take the focus. */
export function canFocus(tag, props) {
  return DOM_FOCUSABLE.has(tag) || "tabindex" in props;
}

/** Make an element: `class`, `text`, `on: {click: fn}`, `style: {"--c": …}`; the rest are attributes or properties. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  const { class: names, text, on = {}, style = {}, ...rest } = props ?? {};
  if (names) node.className = names;
  if (text !== undefined && text !== null) node.textContent = text;
  for (const [event, act] of Object.entries(on)) node.addEventListener(event, act);
  for (const [name, value] of Object.entries(style)) node.style.setProperty(name, value);
  for (const [name, value] of Object.entries(rest)) domSet(node, name, value);
  if (canFocus(tag, rest)) node.setAttribute(DOM_SUPPRESS, "true");
  if (tag === "button" && !("type" in rest)) node.setAttribute("type", "button");
  domAppend(node, children);
  return node;
}

/** Replace what stands in an element. */
export function fill(node, ...children) {
  node.textContent = "";
  domAppend(node, children);
  return node;
}

/** Return the focused element, also inside a shadow root. */
export function focusedIn(node) {
  return node.getRootNode().activeElement ?? null;
}

/** Say whether an element takes typed text, so that its keys are its own. */
export function takesText(node) {
  if (node?.tagName === "TEXTAREA" || node?.isContentEditable) return true;
  return node?.tagName === "INPUT" && !["checkbox", "radio", "button"].includes(node.type);
}

function domSet(node, name, value) {
  if (DOM_PROPERTIES.has(name)) node[name] = value;
  else if (value === true && !name.startsWith("aria-")) node.setAttribute(name, "");
  else if (value === null || value === undefined || (value === false && !name.startsWith("aria-")))
    node.removeAttribute(name);
  else node.setAttribute(name, String(value));
}

function domAppend(node, children) {
  for (const child of children.flat(Infinity))
    if (child !== null && child !== undefined && child !== false) node.append(child);
}
