/* The quote form: what the register says of the chosen person on the chosen day, offered as it is chosen. Taken into the box
   only while that is empty or still holds an earlier offer; without a script an empty box takes it when the form is saved. */
(() => {
  "use strict";
  window.addEventListener("load", () => {
    const said = document.querySelector("[data-register]");
    const box = document.querySelector("[data-offer]");
    const [person, day, party] = ["id_person", "id_said_at_0", "id_party"].map((id) => document.getElementById(id));
    if (!said || !box || !person || !day) return;
    let offered = null;
    let asked = "";

    const offer = async () => {
      const question = new URLSearchParams({person: person.value, on: day.value}).toString();
      if (!person.value || !day.value || question === asked) return;
      asked = question;
      const response = await fetch(`${said.dataset.register}?${question}`, {headers: {Accept: "application/json"}});
      if (!response.ok || question !== asked) return;
      const register = await response.json();
      said.querySelector("p").textContent = register.said ? `${said.dataset.words} ${register.said}` : said.dataset.nothing;
      if (box.value && box.value !== offered) return;
      box.value = register.said;
      offered = register.said;
      if (party && register.party) party.replaceChildren(new Option(register.name, register.party, true, true));
      if (party && !register.party) party.value = "";
    };

    // the box that searches tells jQuery only
    if (window.django && window.django.jQuery) window.django.jQuery(person).on("change", offer);
    person.addEventListener("change", offer);
    for (const event of ["change", "input", "blur"]) day.addEventListener(event, offer);
  });
})();
