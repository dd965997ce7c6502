// The question and its filters: Enter asks, what is set shows as chips that go with one press.
(() => {
  const { $, ready, doing, sleep } = window.sayso;
  const days = { since: "since", until: "until", as_of: "as of" };
  let outlets = [], chosen = new Set(), about = {}, waiting = false;
  const set = () => document.body.dataset.ready === "yes";

  const fields = () => Object.keys(days).map((name) => $("filter-sheet").querySelector(`[name=${name}]`));
  function filters() {
    const filters = { outlets: [...chosen] };
    for (const field of fields()) if (field.value.trim()) filters[field.name] = field.value.trim();
    return filters;
  }
  function setFilters(filters) {
    chosen = new Set(filters.outlets ?? []);
    for (const field of fields()) field.value = filters[field.name] ?? "";
    draw();
  }
  function draw() {
    const list = $("chosen");
    list.replaceChildren();
    const chip = (label, drop) => {
      const item = document.createElement("li"), button = document.createElement("button"), cross = document.createElement("button");
      item.className = "chip";
      button.type = cross.type = "button";
      button.textContent = label;
      button.onclick = () => openSheet(true);
      cross.className = "drop";
      cross.textContent = "×";
      cross.setAttribute("aria-label", `Remove ${label}`);
      cross.onclick = () => { drop(); draw(); $("question").focus(); };
      item.append(button, cross);
      list.append(item);
    };
    for (const name of chosen) chip(`only ${name}`, () => chosen.delete(name));
    for (const field of fields()) if (field.value.trim()) chip(`${days[field.name]} ${field.value.trim()}`, () => { field.value = ""; });
    if (about.instead) chip(about.label, () => { about = {}; });
    $("filter-button").classList.toggle("set", list.children.length > 0);
  }
  function drawOutlets() {
    const wanted = $("outlet-search").value.trim().toLowerCase();
    const items = outlets.filter((name) => !wanted || name.toLowerCase().includes(wanted)).slice(0, 60).map((name) => {
      const item = document.createElement("li"), label = document.createElement("label"), box = document.createElement("input");
      box.type = "checkbox";
      box.checked = chosen.has(name);
      box.onchange = () => { box.checked ? chosen.add(name) : chosen.delete(name); draw(); };
      label.append(box, ` ${name}`);
      item.append(label);
      return item;
    });
    $("outlet-list").replaceChildren(...items);
  }
  function openSheet(open, field) {
    $("filter-sheet").hidden = !open;
    $("filter-button").setAttribute("aria-expanded", String(open));
    if (open) { drawOutlets(); $("filter-sheet").querySelector(`[name=${field in days ? field : "since"}]`).focus(); }
  }

  function grow() {
    const box = $("question");
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  }
  function write(text, more = {}) {
    $("question").value = text;
    about = more;
    draw();
    grow();
    $("question").focus();
  }
  // What is asked before the page is set up is sent as soon as it is, once.
  async function send(event) {
    event?.preventDefault();
    if (waiting) return;
    if (!set()) {
      waiting = true;
      $("composer").setAttribute("aria-busy", "true");
      while (!set()) await sleep(20);
      $("composer").removeAttribute("aria-busy");
      waiting = false;
    }
    const text = $("question").value.trim();
    if (!text) return;
    const given = { question: text, filters: filters(), ...about };
    delete given.label;
    $("question").value = "";
    about = {};
    $("composer-problem").hidden = true;
    openSheet(false);
    draw();
    grow();
    window.sayso.ask(given);
  }
  function complain(words, question) {
    $("composer-problem").textContent = words;
    $("composer-problem").hidden = false;
    if (question && !$("question").value) write(question);
  }

  // Found by what they happen to, so that the first Enter finds them, however early.
  document.addEventListener("submit", (event) => { if (event.target.id === "composer") send(event); });
  document.addEventListener("input", (event) => { if (event.target.id === "question") grow(); });
  document.addEventListener("keydown", (event) => {
    if (event.target.id === "question" && event.key === "Enter" && !event.shiftKey && !event.isComposing) send(event);
  });
  doing.starter = (button) => { window.sayso.ask({ question: button.textContent, filters: filters() }); };
  ready(async (home) => {
    outlets = home.outlets ?? [];
    const models = home.models ?? [];
    $("model").replaceChildren(...models.map((name) => Object.assign(document.createElement("option"), { value: name, textContent: name })));
    window.sayso.setting("model", window.sayso.bar);
    $("model-choice").hidden = models.length < 2;
    $("filter-button").onclick = () => openSheet($("filter-sheet").hidden);
    $("outlet-search").oninput = drawOutlets;
    fields().forEach((field) => (field.onchange = draw));
    window.sayso.pickers($("filter-sheet"));
    $("filter-sheet").addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); openSheet(false); $("filter-button").focus(); }
      if (event.key === "Enter") { event.preventDefault(); openSheet(false); $("question").focus(); }
    });
    if (!window.sayso.narrow()) $("question").focus();
  });
  Object.assign(window.sayso, { filters, setFilters, write, complain, openSheet, setOutlets: (names) => { outlets = names; } });
})();
