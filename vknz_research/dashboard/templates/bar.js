// The bar of every page: what does not fit folds under one word, and links keep the filter that is on.
(() => {
  const bar = document.querySelector(".vknz-bar");
  const nav = bar.querySelector("nav");
  const more = nav.querySelector("details");
  const folded = more.querySelector("div");
  const all = [...nav.querySelectorAll("a")];
  const filters = ["fase", "perspectief", "soort", "bron", "broncode", "gemeente", "laag", "traject", "momentopname"];

  // What Panel shows lies in shadow roots within one another.
  const findDeep = (node, selector) => {
    const found = node.querySelector(selector);
    if (found) return found;
    for (const child of node.querySelectorAll("*")) {
      const within = child.shadowRoot && findDeep(child.shadowRoot, selector);
      if (within) return within;
    }
    return null;
  };
  const fold = () => {
    for (const link of all) nav.insertBefore(link, more);
    more.hidden = true;
    const fits = () => nav.scrollWidth <= nav.clientWidth;
    if (fits()) return;
    more.hidden = false;
    for (const link of [...all].reverse()) {
      if (fits()) break;
      folded.prepend(link);
    }
  };
  const keep = () => {
    const here = new URLSearchParams(location.search);
    const opens = location.pathname === "/"; // there the source is the one that is open
    for (const link of all) {
      const url = new URL(link.href);
      for (const key of filters) if (here.get(key) && !(opens && key === "bron")) url.searchParams.set(key, here.get(key));
      link.href = url.pathname + url.search.replaceAll("%2C", ",");
    }
  };
  more.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    more.open = false;
    more.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!more.contains(event.target) || event.target.tagName === "A") more.open = false;
  });
  document.querySelector(".vknz-skip").addEventListener("click", (event) => {
    event.preventDefault();
    const room = document.getElementById("inhoud");
    (findDeep(room, "main[tabindex]") ?? findDeep(room, ".vk") ?? room).focus();
  });
  keep();
  fold();
  new ResizeObserver(fold).observe(bar);
})();
