/* Names for the admin's boxes that search (select2), which it makes without one while nothing is chosen: each is read out with
   the label of the box that it stands in for. Attributes only, of what is there already; it makes and moves nothing. */
(() => {
  "use strict";
  function set(element, name, value) {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  function words(select) {
    return select?.labels?.[0]?.textContent.trim().replace(/:$/, "") ?? "";
  }
  function name(select) {
    const label = select.labels[0], box = select.nextElementSibling;
    if (!label || !box?.matches(".select2-container")) return;
    label.id ||= `${select.id}_label`;
    const chosen = box.querySelector(".select2-selection__rendered");
    if (select.multiple) { // a box of chosen names, not a list: it holds the box to type in, and a cross
      for (const part of [chosen, ...chosen.children]) set(part, "role", "none");
      set(box.querySelector(".select2-selection"), "aria-labelledby", label.id);
      set(box.querySelector(".select2-search__field"), "aria-label", words(select));
    } else {
      set(box.querySelector(".select2-selection"), "aria-labelledby", `${label.id} ${chosen.id}`);
      set(chosen, "aria-labelledby", label.id);
    }
  }
  function all() {
    document.querySelectorAll("select.select2-hidden-accessible").forEach(name);
    const open = words(document.querySelector(".select2-container--open")?.previousElementSibling);
    const list = document.querySelector(".select2-dropdown");
    if (!open || !list) return;
    set(list.querySelector(".select2-search__field"), "aria-label", open);
    set(list.querySelector("[role=listbox]"), "aria-label", open);
  }
  new MutationObserver(all).observe(document.body, { childList: true, subtree: true });
  all();
})();
