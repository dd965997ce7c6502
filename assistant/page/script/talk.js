// The talk: a question is shown at once, its answer as it grows; stop, retry, edit, rate, copy; a link brings it back.
(() => {
  const { $, call, fill, toast, announce, save, copy, goTo, sleep, ready, doing } = window.sayso;
  let talk = "", opening = 0, drafts = 0;
  const live = new Map(); // job -> turn number
  let sending = Promise.resolve(""); // one question after the other: the second goes on with the talk that the first began
  const turnOf = (element) => element.closest(".turn");
  const numberOf = (element) => Number(turnOf(element).dataset.nTurn);

  // --- asking
  async function ask(given) {
    goTo("Ask");
    document.body.classList.remove("fresh");
    const mine = opening;
    const shown = pending(given);
    const before = sending;
    let sent;
    sending = new Promise((done) => { sent = done; });
    const begun = await before; // the talk of the question before this one, which is its own if another was opened since
    const reply = await call("ask", { talk: mine === opening ? talk : begun, ...given });
    if (mine === opening && !reply.problem) talk = reply.talk;
    sent(reply.talk ?? begun);
    if (mine !== opening) return; // another talk was opened meanwhile; the answer waits in its own
    if (reply.problem) {
      if (shown.dataset.held) shown.outerHTML = shown.dataset.held;
      else shown.remove();
      document.body.classList.toggle("fresh", !$("turns").children.length);
      stopped();
      return window.sayso.complain(reply.problem, given.question);
    }
    if (!location.search.includes(encodeURIComponent(talk))) history.replaceState(history.state, "", `/?talk=${encodeURIComponent(talk)}`);
    shown.id = `turn-${reply.number}`;
    draw(reply);
    window.sayso.listTalks();
    if (reply.job && !reply.ended) follow(reply.job, reply.number, reply.version);
    else stopped();
  }
  // The question stands in the talk before anything was sent: nobody waits for a sign of being heard.
  function pending(given) {
    const place = document.createElement("article");
    const last = given.instead && $("turns").lastElementChild?.dataset.nTurn == given.instead ? $("turns").lastElementChild : null;
    place.className = "turn";
    place.id = `turn-draft-${++drafts}`;
    place.dataset.state = "asking";
    place.setAttribute("aria-busy", "true");
    const header = document.createElement("header"), heading = document.createElement("h2"), waiting = document.createElement("p");
    header.className = "asked";
    heading.textContent = given.question;
    heading.dir = "auto";
    waiting.className = "waiting";
    waiting.setAttribute("role", "status");
    waiting.textContent = "Asking";
    header.append(heading);
    place.append(header, waiting);
    if (last) { place.dataset.held = last.outerHTML; last.replaceWith(place); } else $("turns").append(place);
    place.scrollIntoView({ block: "start" });
    $("ask-button").hidden = true;
    $("stop-button").hidden = false;
    return place;
  }
  function draw(reply) {
    const place = $(`turn-${reply.number}`);
    if (!place || !reply.html) return;
    const had = place.contains(document.activeElement) ? document.activeElement.dataset.n : null;
    const frame = document.createElement("template");
    fill(frame, reply.html);
    const fresh = frame.content.firstElementChild;
    place.replaceWith(fresh);
    if (had) fresh.querySelector(`[data-n="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
  }
  async function follow(job, number, since = 0) {
    const mine = opening;
    live.set(job, number);
    stopped();
    while (true) {
      const reply = await call("follow", { job, since });
      if (mine !== opening) return;
      if (reply.gone || reply.problem) { live.delete(job); stopped(); return reopen(); }
      since = reply.version;
      draw(reply);
      if (reply.ended) break;
      if (!reply.html) await sleep(30);
    }
    live.delete(job);
    stopped();
    window.sayso.forget();
    const turn = $(`turn-${number}`);
    if (!window.sayso.narrow() && window.sayso.tab() === "Ask" && turn && $("turns").lastElementChild === turn) beside(turn);
    const sources = new Set([...(turn?.querySelectorAll(".answer .mark") ?? [])].map((one) => one.dataset.n)).size;
    announce(turn?.dataset.state === "done" ? `Answer ready, ${sources} sources.` : "The answer ended.");
    window.sayso.listTalks();
  }
  // What the last answer rests on stands beside it: nothing, where it cites nothing.
  function beside(turn) { turn.querySelector(".mark") ? window.sayso.evidence(turn.dataset.of) : window.sayso.leavePane(); }
  function stopped() {
    const busy = live.size > 0;
    $("stop-button").hidden = !busy;
    $("ask-button").hidden = busy;
  }
  async function stop() {
    const job = [...live.keys()].pop();
    if (!job) return;
    $("stop-button").disabled = true;
    await call("stop", { job });
    $("stop-button").disabled = false;
    $("question").focus();
  }

  // --- opening
  async function open(id, { push = false } = {}) {
    const mine = ++opening;
    live.clear();
    stopped();
    talk = id;
    if (push) history.pushState(null, "", id ? `/?talk=${encodeURIComponent(id)}` : "/");
    $("talk-notice").hidden = true;
    window.sayso.markTalk(id);
    if (!id) return begin();
    const reply = await call("open", { talk: id });
    if (mine !== opening) return;
    if (reply.problem) { talk = ""; begin(); return notice(reply.problem); }
    document.title = `${reply.title} · Sayso`;
    document.body.classList.remove("fresh");
    fill($("turns"), reply.html);
    $("turns").lastElementChild?.scrollIntoView({ block: "start" });
    const shown = $("turns").lastElementChild;
    if (!window.sayso.narrow() && shown) beside(shown);
    for (const turn of $("turns").querySelectorAll("[data-job]")) follow(turn.dataset.job, Number(turn.dataset.nTurn));
  }
  const reopen = () => talk && open(talk);
  function begin() {
    document.title = "Sayso";
    fill($("turns"), "");
    document.body.classList.add("fresh");
    if (!window.sayso.narrow()) $("question").focus();
  }
  function notice(words) {
    $("talk-notice").textContent = words;
    $("talk-notice").hidden = !words;
  }

  // --- what can be done with a turn
  function again(element, change = {}) {
    const number = numberOf(element);
    const isLast = turnOf(element) === $("turns").lastElementChild;
    const asked = turnOf(element).querySelector("h2").textContent;
    const { after, worded } = turnOf(element).dataset;
    ask({ question: asked, filters: chipsOf(element), after: Number(after), worded: worded !== undefined, ...(isLast ? { instead: number } : {}), ...change });
  }
  function chipsOf(element, but = null) {
    const filters = { outlets: [] };
    for (const drop of turnOf(element).querySelectorAll(".chip .drop")) {
      if (drop === but) continue;
      if (drop.dataset.field === "outlets") filters.outlets.push(drop.dataset.value);
      else filters[drop.dataset.field] = drop.dataset.value;
    }
    return filters;
  }
  function add(filters, field, value) {
    if (field === "outlets") filters.outlets = [...new Set([...filters.outlets, value])];
    else if (field) filters[field] = value;
  }
  function edit(element, { field = "", value = "" } = {}) {
    const number = numberOf(element);
    const isLast = turnOf(element) === $("turns").lastElementChild;
    const { after, worded } = turnOf(element).dataset, filters = chipsOf(element);
    add(filters, field, value);
    window.sayso.setFilters(filters);
    window.sayso.write((!field && value) || turnOf(element).querySelector("h2").textContent, {
      after: Number(after), worded: worded !== undefined, ...(isLast ? { instead: number, label: "instead of the last question" } : {}),
    });
    if (field) window.sayso.openSheet(true, field);
  }
  doing.edit = (button) => edit(button, { value: button.dataset.value });
  doing.filter = (button) => edit(button, button.dataset);
  doing["as-worded"] = (button) => { // without this reading; the others stay, as filters
    const filters = chipsOf(button), own = button.closest(".chip");
    for (const other of turnOf(button).querySelectorAll(".chip.read [data-do=filter]")) if (!own.contains(other)) add(filters, other.dataset.field, other.dataset.value);
    again(button, { filters, worded: true });
  };
  doing["as-read"] = (button) => again(button, { worded: false });
  doing.alone = (button) => again(button, { after: 0 });
  doing.drop = (button) => again(button, { filters: chipsOf(button, button) });
  doing.retry = (button) => again(button);
  doing.copy = async (button) => { await copy((await call("copy", { talk, number: numberOf(button) })).text); toast("Copied with its footnotes"); };
  doing.link = async (button) => { await copy(`${location.origin}/?talk=${talk}#turn-${numberOf(button)}`); toast("Link copied: it opens for you, in any tab"); };
  doing.export = async (button) => save(await call("export", { talk, number: numberOf(button), form: button.dataset.form }));
  doing.rate = async (button) => {
    const way = button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.way;
    const number = numberOf(button), actions = button.closest(".actions");
    actions.querySelectorAll("[data-way]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.way === way)));
    turnOf(button).querySelectorAll(".reason, .why").forEach((one) => one.remove());
    await call("rate", { talk, number, rating: way });
    if (!way) return;
    const form = document.createElement("form"), label = document.createElement("label"), box = document.createElement("input"), keep = document.createElement("button");
    form.className = "why";
    label.textContent = way === "up" ? "What is good about it? " : "What is wrong with it? ";
    box.maxLength = 2000;
    keep.textContent = "Keep";
    label.append(box);
    form.append(label, keep);
    form.onsubmit = async (event) => {
      event.preventDefault();
      await call("rate", { talk, number, rating: way, reason: box.value });
      form.remove();
      toast("Kept. It helps to measure Sayso.");
    };
    actions.after(form);
    box.focus();
  };
  doing.go = (button) => goTo(button.dataset.tab);
  doing.new = () => { goTo("Ask"); open("", { push: true }); };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && live.size && window.sayso.tab() === "Ask") { event.preventDefault(); stop(); }
  });
  addEventListener("popstate", () => {
    const id = new URLSearchParams(location.search).get("talk") ?? "";
    if (id !== talk) open(id);
  });

  ready(async (home) => {
    fill($("imprint"), home.bar);
    fill($("welcome"), home.welcome);
    document.body.classList.toggle("no-articles", home.empty);
    $("stop-button").onclick = stop;
    const scroller = $("talk");
    scroller.addEventListener("scroll", () => { $("latest").hidden = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 240; });
    $("latest").onclick = () => $("turns").lastElementChild?.scrollIntoView({ block: "end" });
    await open(new URLSearchParams(location.search).get("talk") ?? "");
    if (home.notice) notice(home.notice);
    const asked = location.hash.match(/^#turn-(\d+)$/);
    if (asked) $(`turn-${asked[1]}`)?.scrollIntoView({ block: "start" });
  });
  Object.assign(window.sayso, {
    ask, openTalk: open, current: () => talk,
    drawAnew: () => { reopen(); window.sayso.listTalks(); window.sayso.leavePane(); window.sayso.drawCorpus(); },
    renew: async () => { const home = await call("home"); fill($("imprint"), home.bar); fill($("welcome"), home.welcome); document.body.classList.toggle("no-articles", home.empty); window.sayso.setOutlets(home.outlets ?? []); },
  });
})();
