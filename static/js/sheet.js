/* The count sheet by keyboard, by paste, and what stands beside its boxes. Enter goes to the next box, and from the last one to
   "Hand in". More than one figure pasted into a box goes to the server, which says whose each is; the answer is the filled sheet.
   htmx posts what is typed; the answer is the same form, and of it only elements with data-beside are taken, by their id: no
   box, nor what is typed in it, is touched. No rule of counting or scrutiny stands here. */
(() => {
  "use strict";
  const form = document.getElementById("sheet");
  if (!form) return;
  const find = (selector) => [...form.querySelectorAll(selector)].filter((box) => box.checkVisibility());
  const boxes = () => find(".box input, .sheet__source input");

  const begin = () => find("#sheet-filled, [aria-invalid=true], [name=stands]:not(:checked)")[0] ?? boxes().find((box) => !box.value);
  begin()?.focus();

  form.addEventListener("keydown", (event) => {
    const all = boxes(), at = all.indexOf(event.target);
    if (event.key !== "Enter" || event.isComposing || at < 0) return;
    event.preventDefault();
    const next = all[at + 1] ?? find("input[type=submit]")[0];
    next.focus();
    if (next.type === "text") next.select();
  });

  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").trim();
    if (!event.target.matches(".box input") || !/[\n\t\p{L}]/u.test(text)) return; // one figure is the browser's own affair
    event.preventDefault();
    form.elements.pasted.value = text;
    form.elements.fill.click();
  });

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.timeout = 10_000; // a hung answer would hold back every later one
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt !== form) return; // the answer to a paste is taken whole
    const swap = event.detail.shouldSwap;
    event.detail.shouldSwap = false;
    if (!swap) return;
    const focused = document.activeElement, top = focused.getBoundingClientRect().top;
    const answer = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    for (const fresh of answer.querySelectorAll("[data-beside]")) replace(document.getElementById(fresh.id), fresh);
    if (!focused.isConnected && focused.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
    if (focused.isConnected) window.scrollBy({ top: focused.getBoundingClientRect().top - top, behavior: "instant" });
  });

  function replace(old, fresh) {
    for (const tick of fresh.querySelectorAll("[name=stands]")) { // a tick may be younger than the answer
      const mine = document.getElementById(tick.id);
      if (mine?.value === tick.value) tick.toggleAttribute("checked", mine.checked);
    }
    for (const tick of old?.querySelectorAll("[name=stands]") ?? []) tick.toggleAttribute("checked", tick.checked);
    if (old && !old.isEqualNode(fresh)) old.replaceWith(document.adoptNode(fresh));
  }
})();
