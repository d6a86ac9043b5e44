/* The findings beside a story's form: they are shown in the text, and words are bound there as if they were typed, so that the
   browser can undo it. Without this file the same buttons post the form. */
(() => {
  "use strict";
  const box = (finding) => document.getElementById(finding.dataset.box);
  const units = (text, characters) => Array.from(text).slice(0, characters).join("").length; // the server counts characters

  // Where a finding's words stand by now: at their place, or at the nearest place where the same words do.
  function place(finding) {
    const text = box(finding).value, { words } = finding.dataset, start = units(text, Number(finding.dataset.start));
    let best = -1;
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
      if (best < 0 || Math.abs(at - start) < Math.abs(best - start)) best = at;
    return best < 0 ? null : [best, best + words.length];
  }
  function show(finding) {
    const found = place(finding);
    box(finding).focus();
    if (found) box(finding).setSelectionRange(...found);
    return found;
  }
  function put(finding) {
    const found = show(finding);
    if (!found) return;
    if (document.execCommand("insertText", false, finding.dataset.put)) return;
    box(finding).setRangeText(finding.dataset.put, ...found, "end"); // where typing cannot be done for somebody
    box(finding).dispatchEvent(new InputEvent("input", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const one = event.target.closest("[data-show], [data-put-one], [data-put-all]");
    if (!one) return;
    event.preventDefault();
    const finding = one.closest(".finding");
    if (one.matches("[data-show]")) show(finding);
    else if (one.matches("[data-put-one]")) put(finding);
    else {
      const all = [...document.querySelectorAll('#findings .finding[data-verdict="agrees"]')].filter((each) => each.dataset.put);
      all.reverse().forEach(put); // from the last one on: what is before it stays where it was
    }
  });

  // What was open in the panel stays open when it is drawn anew, and what changed is said once.
  let open = [], told = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.id === "findings") open = [...event.target.querySelectorAll("details[open]")].map((one) => one.id);
  });
  document.addEventListener("htmx:afterSettle", () => {
    open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
    open = [];
    const summary = document.querySelector("#findings [data-summary]")?.textContent ?? "";
    const status = document.getElementById("findings-status");
    if (status && summary !== told) status.textContent = told = summary;
  });
})();
