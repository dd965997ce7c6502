// Briefing, Check and Evals: their forms, what they begin, and what is kept.
(() => {
  const { $, call, fill, save, toast, ready, when, doing, work } = window.sayso;
  const form = () => $("briefing-form").elements;
  let drawn = "";

  async function kept() {
    const reply = await call("briefings");
    fill($("briefing-kept"), reply.html);
    const chosen = form().earlier.value;
    const options = [...$("briefing-kept").querySelectorAll("[data-briefing]")].map((item) => {
      const option = document.createElement("option");
      option.value = item.dataset.briefing;
      option.textContent = item.innerText.split("\n")[0].trim();
      return option;
    });
    form().earlier.replaceChildren(form().earlier.options[0], ...options);
    form().earlier.value = chosen;
  }
  async function write(event) {
    event?.preventDefault();
    const fields = form(), filters = { outlets: fields.outlet.value.trim() ? [fields.outlet.value.trim()] : [], since: fields.since.value, until: fields.until.value };
    window.sayso.forget();
    await work($("briefing-result"), await call("brief", { topic: fields.topic.value, length: fields.length.value, filters, earlier: fields.earlier.value }), kept);
  }
  const idOf = (element) => element.closest("[data-briefing]").dataset.briefing;
  async function open(id) {
    const reply = await call("briefing", { id });
    if (reply.problem) return toast(reply.problem);
    fill($("briefing-result"), reply.html);
    const fields = form();
    fields.topic.value = reply.topic;
    fields.length.value = reply.length;
    fields.since.value = reply.filters.since ?? "";
    fields.until.value = reply.filters.until ?? "";
    fields.outlet.value = reply.filters.outlets[0] ?? "";
    $("briefing-room").parentElement.scrollTop = 0;
    $("briefing-room").scrollTop = 0;
  }
  doing["open-briefing"] = (button) => open(idOf(button));
  doing["compare-briefing"] = async (button) => { const id = idOf(button); await open(id); form().earlier.value = id; write(); };
  doing["export-briefing"] = async (button) => save(await call("export-briefing", { id: idOf(button), form: button.dataset.form }));
  doing["delete-briefing"] = async (button) => {
    const id = idOf(button);
    await call("delete", { kind: "briefing", id });
    await kept();
    toast("Briefing deleted", async () => { await call("restore", { kind: "briefing", id }); kept(); });
  };

  async function check(event) {
    event.preventDefault();
    window.sayso.forget();
    await work($("check-result"), await call("check", { draft: $("draft").value, filters: window.sayso.filters() }));
  }
  doing["export-check"] = async (button) => save(await call("export-check", { job: button.closest("[data-check]").dataset.check, form: button.dataset.form }));
  async function checkFile(file) {
    if (file.size > 20e6) return window.sayso.complainIn($("check-result"), `${file.name} is larger than 20 MB.`);
    let path;
    try { path = (await window.sayso.upload(file)).path; } catch { return window.sayso.complainIn($("check-result"), `${file.name} could not be sent.`); }
    window.sayso.forget();
    await work($("check-result"), await call("check", { path, filters: window.sayso.filters() }));
  }

  async function runs() {
    fill($("evals-table"), (await call("runs")).html);
    fill($("evals-report"), "");
  }
  doing.report = async (button) => {
    const reply = await call("report", { run: button.dataset.run });
    if (reply.problem) return toast(reply.problem);
    const sheet = document.createElement("iframe"); // without scripts, and in a world of its own
    sheet.setAttribute("sandbox", "");
    sheet.title = `Report of ${button.textContent}`;
    sheet.srcdoc = reply.html;
    $("evals-report").replaceChildren(sheet);
    sheet.scrollIntoView({ block: "start" });
  };

  // What a tab shows is fetched when it is opened, so that it is of now.
  function opened() {
    const now = window.sayso.tab();
    if (now === drawn) return;
    if (drawn) window.sayso.leavePane();
    drawn = now;
    if (now === "Briefing" && $("briefing-form")) kept();
    if (now === "Evals" && $("evals-table")) runs();
    if (now === "Corpus") window.sayso.drawCorpus();
  }
  when("briefing", (home) => {
    $("briefing-form").addEventListener("submit", write);
    window.sayso.pickers($("briefing-form"));
    $("outlet-names").replaceChildren(...(home.outlets ?? []).map((name) => Object.assign(document.createElement("option"), { value: name })));
    kept();
  });
  when("check", () => {
    $("check-form").addEventListener("submit", check);
    $("draft-file").onchange = () => { const [file] = $("draft-file").files; $("draft-file").value = ""; if (file) checkFile(file); };
  });
  window.sayso.checkFile = checkFile;
  when("evals", runs);
  ready(() => { drawn = window.sayso.tab(); });
  ready(() => new MutationObserver(opened).observe($("tabs"), { subtree: true, attributes: true, attributeFilter: ["aria-selected"] }));
})();
