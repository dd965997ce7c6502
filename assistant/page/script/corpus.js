// The Corpus tab: the table, adding by drop, choice or address, correcting and removing.
(() => {
  const { $, call, fill, toast, when, doing, work, upload } = window.sayso;
  const shown = { sort: "published", down: true, page: 0 };
  const MOST_FILES = 50, MOST_BYTES = 20e6;
  let timer = 0, drawing = 0, busy = false;

  async function draw() {
    if (!$("corpus-table")) return;
    const mine = ++drawing;
    const reply = await call("corpus", { ...shown, wanted: $("corpus-search").value });
    if (mine !== drawing) return; // another was asked for since, or a correction was begun, which stays
    if (reply.problem) return window.sayso.complainIn($("corpus-table"), reply.problem);
    fill($("corpus-chart"), reply.chart);
    fill($("corpus-table"), reply.html);
  }
  async function feeds(reply = null) { fill($("feeds"), (reply ?? await call("feeds")).html); }
  async function changes() { fill($("changes-result"), '<p class="hint">Loading …</p>'); const reply = await call("changed", { since: $("changes-form").elements.since.value }); reply.problem ? window.sayso.complainIn($("changes-result"), reply.problem) : fill($("changes-result"), reply.html); }
  async function renew() {
    draw();
    feeds();
    if ($("corpus-changes")?.open) changes();
    window.sayso.renew();
  }

  async function send(files) {
    if (busy || !files.length) return;
    const place = $("adding-result"), sent = [], refused = [];
    if (files.length > MOST_FILES) return window.sayso.complainIn(place, `${files.length} files are more than ${MOST_FILES} at a time. Send them as a zip, or in parts.`);
    busy = true;
    for (const [at, file] of [...files].entries()) {
      window.sayso.complainIn(place, `Sending ${at + 1} of ${files.length}`);
      place.firstElementChild.className = "waiting";
      if (file.size > MOST_BYTES) { refused.push(`${file.name}: larger than 20 MB`); continue; }
      try { sent.push((await upload(file)).path); } catch { refused.push(`${file.name}: could not be sent`); }
    }
    if (sent.length) await work(place, await call("add", { paths: sent }), renew);
    else place.replaceChildren();
    for (const words of refused) {
      const message = document.createElement("p");
      message.className = "problem";
      message.textContent = words;
      place.append(message);
    }
    busy = false;
  }
  doing.pull = async () => {
    if (busy) return;
    busy = true;
    await work($("adding-result"), await call("pull"), renew);
    busy = false;
  };
  doing.unfollow = async (button) => { const reply = await call("unfollow", { address: button.closest("[data-feed]").dataset.feed }); reply.problem ? toast(reply.problem) : feeds(reply); };
  doing.news = async () => {
    window.sayso.goTo("Corpus");
    while (!$("changes-form")) await window.sayso.sleep(20);
    $("changes-form").elements.since.value = "";
    $("corpus-changes").open ? changes() : ($("corpus-changes").open = true);
    $("corpus-changes").scrollIntoView({ block: "start" });
    $("corpus-changes").querySelector("summary").focus({ preventScroll: true });
  };
  async function read(event) {
    event.preventDefault();
    const address = $("address").value.trim();
    if (!address || busy) return;
    busy = true;
    await work($("adding-result"), await call("add", { address, follow: $("follow").checked }), renew);
    $("address").value = "";
    busy = false;
  }

  const idOf = (element) => element.closest("[data-article]").dataset.article;
  doing["remove-article"] = (button) => {
    const cell = button.closest("td"), held = [...cell.childNodes], id = idOf(button);
    const ask = document.createElement("span"), yes = document.createElement("button"), no = document.createElement("button");
    ask.textContent = "Remove it with all its versions? ";
    yes.className = "strong";
    yes.textContent = "Remove";
    no.textContent = "Keep";
    no.onclick = () => { cell.replaceChildren(...held); button.focus(); };
    yes.onclick = async () => {
      const reply = await call("remove", { id });
      if (reply.problem) { cell.replaceChildren(...held); return toast(reply.problem); }
      toast("Article removed");
      renew();
    };
    cell.replaceChildren(ask, yes, no);
    no.focus();
  };
  doing.correct = async (button) => {
    clearTimeout(timer);
    drawing += 1;
    const id = idOf(button), row = button.closest("tr"), reply = await call("details", { id });
    if (reply.problem) return toast(reply.problem);
    document.querySelector("tr.correcting")?.remove();
    const line = document.createElement("tr"), cell = document.createElement("td"), form = document.createElement("form");
    const names = { title: "Title", outlet: "Outlet", published: "Date", url: "Address", author: "Author" };
    line.className = "correcting";
    cell.colSpan = 8;
    form.className = "fields";
    form.autocomplete = "off";
    for (const [name, label] of Object.entries(names)) {
      const wrap = document.createElement("label"), box = document.createElement("input"), whence = document.createElement("span");
      box.name = name;
      box.value = reply.fields[name];
      box.maxLength = 500;
      whence.className = "soft";
      whence.textContent = ` (${reply.whence[name]})`;
      wrap.className = name === "title" || name === "url" ? "wide" : "";
      wrap.append(label, whence, box);
      form.append(wrap);
    }
    const keep = document.createElement("button"), leave = document.createElement("button");
    keep.className = "strong";
    keep.textContent = "Keep corrections";
    leave.type = "button";
    leave.textContent = "Cancel";
    leave.onclick = () => { line.remove(); button.focus(); };
    form.append(keep, leave);
    form.onsubmit = async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(Object.keys(names).map((name) => [name, form.elements[name].value]));
      const done = await call("correct", { id, ...values });
      if (done.problem) return toast(done.problem);
      toast("Corrected");
      renew();
    };
    cell.append(form);
    line.append(cell);
    row.after(line);
    form.elements.title.focus();
  };

  when("corpus", () => {
    $("corpus-search").oninput = () => { clearTimeout(timer); timer = setTimeout(() => { shown.page = 0; draw(); }, 200); };
    $("corpus-table").addEventListener("click", (event) => {
      const head = event.target.closest("[data-sort]"), turn = event.target.closest("[data-page]");
      if (head) {
        shown.down = shown.sort === head.dataset.sort ? !shown.down : false;
        shown.sort = head.dataset.sort;
        shown.page = 0;
        draw().then(() => $("corpus-table").querySelector(`[data-sort="${shown.sort}"]`)?.focus());
      }
      if (turn) { shown.page = Number(turn.dataset.page); draw(); }
    });
    window.sayso.pickers($("changes-form"));
    $("changes-form").addEventListener("submit", (event) => { event.preventDefault(); changes(); });
    $("corpus-changes").addEventListener("toggle", () => { if ($("corpus-changes").open) changes(); });
    draw();
  });
  when("adding", () => {
    feeds();
    $("files").onchange = () => { send([...$("files").files]); $("files").value = ""; };
    $("address-form").addEventListener("submit", read);
  });
  // A file that is dropped anywhere is read, and never opened in place of the page: as a draft in Check, else as an article.
  const over = (is) => $("drop")?.classList.toggle("over", is);
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => { if (holdsFiles(event)) { event.preventDefault(); over(true); } });
  document.addEventListener("dragleave", () => over(false));
  document.addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return; // words that are dragged into a field
    event.preventDefault();
    over(false);
    const files = [...event.dataTransfer.files];
    if (window.sayso.tab() === "Check") return window.sayso.checkFile(files[0]);
    window.sayso.goTo("Corpus");
    while (!$("adding-result")) await window.sayso.sleep(20);
    send(files);
  });
  Object.assign(window.sayso, { drawCorpus: draw });
})();
