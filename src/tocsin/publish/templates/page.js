"use strict";
(() => {
  const cards = [...document.querySelectorAll(".claim")];
  if (!cards.length) return;
  const byId = new Map(cards.map((card) => [card.id, card]));
  let opener = null;
  const open = () => byId.get(decodeURIComponent(location.hash.slice(1)));
  const linked = (id) => document.querySelectorAll(`a[href="#${CSS.escape(id)}"], [data-c~="${CSS.escape(id.slice(6))}"]`);

  const show = () => {
    document.querySelectorAll(".here").forEach((node) => node.classList.remove("here"));
    const card = open();
    if (card) {
      linked(card.id).forEach((node) => node.classList.add("here"));
      card.focus({ preventScroll: true });
      return;
    }
    const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const shut = aim && aim.closest("details:not([open])");
    if (shut) { shut.open = true; aim.scrollIntoView({ block: "center" }); }
    if (aim && aim.tagName === "DETAILS") aim.open = true;
  };
  const close = () => {
    if (!open()) return;
    location.hash = "closed";
    if (opener) opener.focus({ preventScroll: true });
  };
  const step = (by) => {
    const seen = cards.filter((card) => !card.hidden);
    const at = seen.indexOf(open());
    const next = seen[Math.min(seen.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    if (next) location.hash = next.id;
  };

  addEventListener("hashchange", show);
  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#claim-"]');
    if (link && !link.closest(".claim")) opener = link;
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const help = document.getElementById("keys");
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Escape") { if (!help.open) close(); }
    else if (event.key === "?") { if (help.open) help.close(); else help.showModal(); }
  });

  let lit = [];
  const light = (event) => {
    lit.forEach((node) => node.classList.remove("lit"));
    const link = event.target.closest && event.target.closest('a[href^="#claim-"]');
    lit = link ? [...linked((link.getAttribute("href")).slice(1))] : [];
    if (lit.length > 1) lit.forEach((node) => node.classList.add("lit"));
  };
  addEventListener("pointerover", light);
  addEventListener("focusin", light);

  const kinds = [...new Set(cards.map((card) => card.dataset.kind))];
  const bar = document.getElementById("filter");
  if (kinds.length > 1 && bar) {
    const buttons = ["all", ...kinds].map((kind) => {
      const button = document.createElement("button");
      const number = kind === "all" ? cards.length : cards.filter((card) => card.dataset.kind === kind).length;
      button.type = "button";
      button.textContent = `${kind} ${number}`;
      button.setAttribute("aria-pressed", String(kind === "all"));
      button.addEventListener("click", () => {
        cards.forEach((card) => { card.hidden = kind !== "all" && card.dataset.kind !== kind; });
        document.querySelectorAll(".m").forEach((mark) => {
          mark.classList.toggle("faint", kind !== "all" && !mark.classList.contains(`k-${kind}`));
        });
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
      });
      return button;
    });
    bar.append(...buttons);
    bar.hidden = false;
  }
  show();
})();
