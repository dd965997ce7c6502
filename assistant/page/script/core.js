// What every part of the page uses: calls to the house, small tools, theme, toast, tabs. First of the scripts.
window.sayso = (() => {
  const later = [];
  const arriving = {}; // what is to be done with a part of the page once Gradio has put it in: tabs come when opened
  let door = null, upload = null, reader = null, lost = 0, home = null;
  const $ = (id) => document.getElementById(id);

  // The house answers a call by name; a call that does not get through is tried again until it does.
  async function call(name, given = {}, { again = true } = {}) {
    for (let pause = 400; ; pause = Math.min(pause * 2, 8000)) {
      try {
        const reply = await door({ do: name, reader, days: localStorage.getItem("sayso-days") ?? "", model: chosenModel(), ...given });
        if (!reply) throw new Error("no answer"); // Gradio's client keeps the reason to itself
        if (lost) { lost = 0; $("lost").hidden = true; }
        if (reply?.reload) toast(reply.problem);
        return reply;
      } catch (fault) {
        lost += 1;
        if ($("lost")) $("lost").hidden = false;
        if (!again) return { problem: "Connection lost. Try again when it is back." };
        await sleep(pause);
      }
    }
  }
  const chosenModel = () => $("model")?.value || localStorage.getItem("sayso-model") || "";
  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  // HTML from the house is escaped there; nothing else is ever put into the page as HTML.
  function fill(element, html) { if (element) element.innerHTML = html ?? ""; }

  let undo = null, gone = 0;
  function toast(words, action = null, label = "Undo") {
    const [text, button] = $("toast").children;
    text.textContent = words;
    button.hidden = !action;
    button.textContent = label;
    undo = action;
    $("toast").hidden = false;
    clearTimeout(gone);
    gone = setTimeout(() => { $("toast").hidden = true; undo = null; }, action ? 12000 : 4000);
  }
  function announce(words) { $("announce").textContent = words; }

  function save({ name, content, problem }) {
    if (problem) return toast(problem);
    const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // not a secure context: an address that is not this machine
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  }

  function goTo(tab) {
    const found = [...document.querySelectorAll('[role="tab"]')].find((one) => one.textContent.trim() === tab);
    if (found && found.getAttribute("aria-selected") !== "true") found.click();
  }
  const tab = () => document.querySelector('[role="tab"][aria-selected="true"]')?.textContent.trim() ?? "Ask";
  const narrow = () => matchMedia("(max-width: 899px)").matches;

  const system = matchMedia("(prefers-color-scheme: dark)");
  function theme() {
    const now = localStorage.getItem("sayso-theme") || (system.matches ? "dark" : "light");
    document.body.classList.toggle("dark", now === "dark");
    document.documentElement.style.colorScheme = now;
  }
  system.addEventListener("change", theme);

  // What a reader sets for this browser; `changed` is called when a setting takes another value.
  function setting(id, changed) {
    const box = $(id);
    const kept = localStorage.getItem(`sayso-${id}`) ?? "";
    if ([...box.options].some((option) => option.value === kept)) box.value = kept;
    box.onchange = () => { localStorage.setItem(`sayso-${id}`, box.value); changed(); };
  }
  // A day that is picked stands in the field beside, where it can be typed as well.
  function pickers(room) {
    for (const picker of room.querySelectorAll(".day input[type=date]")) {
      const field = picker.previousElementSibling;
      picker.onchange = () => { field.value = picker.value; field.dispatchEvent(new Event("change", { bubbles: true })); };
    }
  }
  async function bar() { fill($("imprint"), (await call("bar")).bar); }

  // Clicks are found by what an element says that it does, so that what is drawn anew needs no new listeners.
  const doing = {};
  document.addEventListener("click", (event) => {
    const element = event.target.closest?.("[data-do]");
    const act = element && doing[element.dataset.do];
    if (act && !(element.tagName === "A" && (event.ctrlKey || event.metaKey || event.shiftKey))) {
      event.preventDefault();
      act(element, event);
    }
  });

  async function start(id) {
    reader = id;
    while (!door || !["ask", "pane-body", "talk-list"].every($)) await sleep(20); // Gradio puts them in one by one
    theme();
    $("settings-button").onclick = () => $("settings").showModal();
    $("settings").addEventListener("keydown", (event) => { if (event.key === "Escape") event.stopPropagation(); }); // stops no answer
    setting("theme", theme);
    setting("days", () => { bar(); window.sayso.drawAnew(); });
    $("toast").querySelector("button").onclick = () => { const act = undo; $("toast").hidden = true; act?.(); };
    home = await call("home");
    for (const act of later) await act(home);
    document.body.dataset.ready = "yes";
    setInterval(bar, 60000);
  }

  return {
    $, call, fill, toast, announce, save, copy, goTo, tab, narrow, sleep, doing, start, setting, pickers, bar,
    upload: (file) => upload(file),
    open: (server, uploading) => { door = (given) => server.call(given); upload = uploading; },
    ready: (act) => later.push(act),
    when: (name, act) => { arriving[name] = act; },
    arrived: async (name) => { while (!home) await sleep(20); arriving[name]?.(home); },
    reading: () => reader,
  };
})();
