// Dialogs and drawers: inside the widget, keys kept in, focus given back.
import { FOCUSABLE, el, focusedIn, takesText } from "./dom.js";

export const dialogWords = {
  nl: { "dialog.close": "Sluiten", "dialog.leave": "Niet doen" },
  en: { "dialog.close": "Close", "dialog.leave": "Leave it" },
};

const DIALOG_LISTS = ".codebook-tree, .memos-list, .worklist-list, .search-list";
let dialogNumber = 0;
const dialogDrawers = new WeakMap();

/** Return which of a number of stops comes next when Tab goes round. */
export function nextStop(count, at, back) {
  if (!count) return -1;
  if (at < 0) return back ? count - 1 : 0;
  return (at + (back ? -1 : 1) + count) % count;
}

/** Say whether a key pressed in a panel belongs to the whole workbench: undo and redo, outside fields. */
export function isForAll(event) {
  const control = event.ctrlKey || event.metaKey;
  return control && ["z", "y"].includes(event.key.toLowerCase()) && !takesText(event.target);
}

/**
 * Open a dialog over the workbench.
 *
 * `buttons` are `{words, act, first, keys}`; an act that returns false, or fails, leaves the dialog open, and
 * what it failed with is said in the dialog. `mayClose` can hold back Esc. Returns `{close, say, element}`.
 */
export function openDialog(ctx, { title, body, buttons = [], wide = false, mayClose = () => true, onClose }) {
  const back = dialogBack(ctx);
  const name = `dialog-${(dialogNumber += 1)}`;
  const alert = el("p", { class: "dialog-alert", role: "alert", hidden: true });
  const heading = el("h2", { id: name, text: title });
  const foot = el("div", { class: "dialog-foot" });
  const box = el(
    "section",
    { class: wide ? "dialog dialog-wide" : "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": name, tabindex: "-1" },
    heading, alert, el("div", { class: "dialog-body" }, body), foot,
  );
  const veil = el("div", { class: "dialog-veil" }, box);
  const close = () => {
    if (!veil.isConnected) return;
    veil.remove();
    onClose?.();
    back();
  };
  const say = (text) => {
    alert.textContent = text ?? "";
    alert.hidden = !text;
    if (text) box.scrollTop = 0;
  };
  const leave = async () => (await mayClose()) && close();
  foot.append(...dialogButtons(ctx, buttons, { say, close, leave }));
  veil.addEventListener("keydown", (event) => dialogKeys(event, box, leave, buttons, foot));
  veil.addEventListener("pointerdown", (event) => event.target === veil && event.preventDefault());
  ctx.root.append(veil);
  (box.querySelector("[autofocus]") ?? box.querySelector(`.dialog-body :is(${FOCUSABLE})`) ?? foot.querySelector(".first, button"))?.focus();
  return { element: box, close, say, foot };
}

/** Open a drawer over the right column; the text stays in sight. One at a time. */
export function openDrawer(ctx, element, title) {
  dialogDrawers.get(ctx.root)?.close();
  const back = dialogBack(ctx);
  const name = `dialog-${(dialogNumber += 1)}`;
  const shut = el("button", { class: "panel-button bare", "aria-label": ctx.t("dialog.close"), on: { click: () => close() } },
    ctx.t("dialog.close"), " ", el("kbd", { class: "panel-key", text: "Esc" }));
  const box = el(
    "section", { class: "drawer", role: "region", "aria-labelledby": name, tabindex: "-1" },
    el("div", { class: "drawer-head" }, el("h2", { id: name, text: title }), shut), element,
  );
  const watch = new ResizeObserver(() => dialogPlace(ctx, box));
  const close = () => {
    if (!box.isConnected) return;
    box.dispatchEvent(new CustomEvent("drawer-close"));
    watch.disconnect();
    box.remove();
    dialogDrawers.delete(ctx.root);
    back();
  };
  box.addEventListener("keydown", (event) => drawerKeys(event, close));
  ctx.root.append(box);
  watch.observe(ctx.root);
  dialogPlace(ctx, box);
  dialogDrawers.set(ctx.root, { close, box });
  (element.querySelector("[autofocus]") ?? element.querySelector(FOCUSABLE) ?? shut).focus();
  return { element: box, close };
}

/** Run an act for a button: busy while it runs; what it is refused for is said, not thrown. */
export async function runAct(act, say, buttons = []) {
  for (const button of buttons) button.disabled = true;
  try {
    say("");
    return await act();
  } catch (refusal) {
    say(refusal?.message ?? String(refusal));
    return false;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function dialogButtons(ctx, buttons, { say, close, leave }) {
  const all = buttons.map(({ words, act, first, keys }) => {
    const run = async () => {
      if ((await runAct(act, say, [node])) !== false) return close();
      const isLost = !node.closest(".dialog")?.contains(focusedIn(node));
      return isLost && node.focus(); // a button that was off has lost the focus
    };
    const node = el("button", { class: first ? "panel-button first" : "panel-button", on: { click: run } }, words);
    if (keys) node.append(" ", el("kbd", { class: "panel-key", text: keys }));
    return node;
  });
  const words = buttons.length ? ctx.t("dialog.leave") : ctx.t("dialog.close");
  return [...all, el("button", { class: "panel-button bare", on: { click: leave } }, words, " ", el("kbd", { class: "panel-key", text: "Esc" }))];
}

function dialogKeys(event, box, leave, buttons, foot) {
  event.stopPropagation();
  if (event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    leave();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    foot.querySelector(".first:not(:disabled)")?.click();
  } else if (event.key === "Tab") {
    const stops = [...box.querySelectorAll(FOCUSABLE)].filter((stop) => stop.getClientRects().length);
    event.preventDefault();
    stops[nextStop(stops.length, stops.indexOf(focusedIn(box)), event.shiftKey)]?.focus();
  }
}

function drawerKeys(event, close) {
  if (!isForAll(event)) event.stopPropagation();
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  close();
}

// Give the focus back to where it was; if that row was drawn anew meanwhile, to the one in its place.
function dialogBack(ctx) {
  const before = focusedIn(ctx.root);
  const list = before?.closest?.(DIALOG_LISTS);
  return () => {
    const row = before?.isConnected && before !== ctx.root && ctx.root.contains(before) ? before : list?.isConnected && list.querySelector('[tabindex="0"]');
    if (row) row.focus();
    else ctx.focusText();
  };
}

// Over the codebook where that is shown, else over the whole width below the top bar.
function dialogPlace(ctx, box) {
  const root = ctx.root.getBoundingClientRect();
  const column = ctx.root.querySelector(".codebook")?.getBoundingClientRect();
  const known = column && column.height > 200 && root.width > 700;
  const place = known ? column : ctx.root.querySelector(".midden")?.getBoundingClientRect() ?? root;
  box.style.top = `${place.top - root.top}px`;
  box.style.bottom = `${root.bottom - place.bottom}px`;
  box.style.width = known ? `${Math.max(column.width, Math.min(400, root.width * 0.45))}px` : "100%";
}
