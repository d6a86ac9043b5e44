/* Warns who leaves a form of the desk with something in it that is not saved. The words are the browser's own. Compared is what
   the form would send, for boxes that search and rows that are added or removed tell no event; handing the form in lets it go. */
(() => {
  "use strict";
  const FORMS = "#content form[method=post]:not(#login-form, #changelist-form)";
  const REFUSED = ".errornote, .errorlist, .conflicts, .doubt--refuse"; // came back with all that was typed, and nothing saved
  const opened = new Map(); // each form with what it would have sent as it was opened
  let leaving = null; // the form that is being handed in; what is in another one would be lost with it

  const written = (value) => (value instanceof File ? `${value.name} ${value.size}` : value);
  const sent = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, written(value)]));
  const unsaved = (form) => form !== leaving && (form.querySelector(REFUSED) || sent(form) !== opened.get(form));

  window.addEventListener("load", () => {
    // after the admin's own scripts, which add and move boxes while the page is made
    setTimeout(() => document.querySelectorAll(FORMS).forEach((form) => opened.set(form, sent(form))));
  });
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) leaving = event.target; });
  window.addEventListener("beforeunload", (event) => {
    if ([...opened.keys()].some(unsaved)) event.preventDefault();
    leaving = null;
  });
})();
