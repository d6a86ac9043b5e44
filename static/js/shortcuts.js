/* Keys of the desk: one key alone, never while somebody types, and off for good for who wants them off. What a key does stands on
   the page as a link, a box or a button; the list under "?" shows those keys whose target is there. */
(() => {
  "use strict";
  const dialog = document.getElementById("shortcuts");
  const button = document.querySelector("[data-shortcuts]");
  if (!dialog || !button) return;
  const toggle = dialog.querySelector("[data-shortcuts-on]");
  const TYPED_IN = "input, select, textarea, [contenteditable], [role=combobox], [role=searchbox]";
  const KEPT = "shortcuts"; // in localStorage: "off", or nothing

  let on = true;
  try { on = localStorage.getItem(KEPT) !== "off"; } catch { /* storage refused: on until the page is left */ }

  const row = (key) => [...dialog.querySelectorAll("[data-press]")].find((one) => one.dataset.press === key);
  const target = (one) => document.querySelector(one.dataset.target);

  function list() {
    for (const one of dialog.querySelectorAll("[data-target]")) one.hidden = !target(one);
    toggle.checked = on;
    if (!dialog.open) dialog.showModal();
  }
  function press(there) {
    if (there.matches("input, select")) {
      there.focus();
      there.select?.();
    } else there.click();
  }
  document.addEventListener("keydown", (event) => {
    if (!on || dialog.open || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPED_IN)) return;
    const one = row(event.key), there = one && (one.dataset.target ? target(one) : button);
    if (!there) return;
    event.preventDefault();
    press(there);
  });
  button.addEventListener("click", list);
  toggle.addEventListener("change", () => {
    on = toggle.checked;
    try { on ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, "off"); } catch { /* until the page is left */ }
  });
  button.hidden = false; // without JavaScript there are none
})();
