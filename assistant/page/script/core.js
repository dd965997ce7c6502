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
        const told = await door({ do: name, reader, ...given });
        if (!told) throw new Error("no answer"); // Gradio's client keeps the reason to itself
        if (lost) { lost = 0; $("lost").hidden = true; }
        if (told?.reload) toast(told.problem);
        return told;
      } catch (fault) {
        lost += 1;
        if ($("lost")) $("lost").hidden = false;
        if (!again) return { problem: "Connection lost. Try again when it is back." };
        await sleep(pause);
      }
    }
  }
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

  function theme(next) {
    const dark = next ?? localStorage.getItem("sayso-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    document.body.classList.toggle("dark", dark === "dark");
    document.documentElement.style.colorScheme = dark;
    if (next) localStorage.setItem("sayso-theme", next);
  }

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
    $("theme-button").onclick = () => theme(document.body.classList.contains("dark") ? "light" : "dark");
    $("toast").querySelector("button").onclick = () => { const act = undo; $("toast").hidden = true; act?.(); };
    home = await call("home");
    for (const act of later) await act(home);
    document.body.dataset.ready = "yes";
    setInterval(async () => fill($("imprint"), (await call("bar")).bar), 60000);
  }

  return {
    $, call, fill, toast, announce, save, copy, goTo, tab, narrow, sleep, doing, start,
    upload: (file) => upload(file),
    open: (server, uploading) => { door = (given) => server.call(given); upload = uploading; },
    ready: (act) => later.push(act),
    when: (name, act) => { arriving[name] = act; },
    arrived: async (name) => { while (!home) await sleep(20); arriving[name]?.(home); },
    reading: () => reader,
  };
})();
