// The evidence pane: any mark of any turn loads its cards; an article opens at the words; Esc returns to the mark.
(() => {
  const { $, call, fill, narrow, doing, ready } = window.sayso;
  let from = null, idle = "", cards = "", shownOf = "", asked = 0, at = -1;

  const isSheet = () => document.body.classList.contains("sheet");
  function show(title) {
    $("pane-title").textContent = title;
    document.body.classList.add("pane-open");
    if (narrow() && !isSheet()) {
      document.body.classList.add("sheet");
      history.pushState({ sheet: true }, "");
    }
  }
  function hide() {
    document.body.classList.remove("sheet", "pane-open");
    from?.isConnected && from.focus();
  }
  function close() {
    if (isSheet() && history.state?.sheet) history.back(); // which hides it, as the reader's own Back does
    else hide();
  }
  addEventListener("popstate", () => { if (isSheet()) hide(); });

  function light(number) {
    const body = $("pane-body");
    body.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    const quote = body.querySelector(`[data-quote="${CSS.escape(String(number))}"]`);
    if (!quote) return;
    quote.classList.add("lit");
    quote.scrollIntoView({ block: "center" });
    quote.focus({ preventScroll: true });
  }

  async function evidence(of, number) {
    const mine = ++asked;
    $("pane-back").hidden = true;
    if (number) show("Evidence");
    else $("pane-title").textContent = "Evidence"; // what a new answer rests on, where there is room for it beside
    if (shownOf !== of || !cards || of.startsWith("talk/") && document.querySelector("[data-job]")) {
      if (shownOf !== of) fill($("pane-body"), '<p class="hint">Loading …</p>');
      const reply = await call("evidence", { of });
      if (mine !== asked) return;
      cards = reply.problem ? "" : reply.html;
      shownOf = of;
      if (reply.problem) return problem(reply.problem);
    }
    fill($("pane-body"), cards);
    if (number) light(number);
    else $("pane-body").scrollTop = 0;
  }
  function problem(words) {
    const message = document.createElement("p");
    message.className = "problem";
    message.textContent = words;
    $("pane-body").replaceChildren(message);
  }

  async function article(id, version, of, number) {
    const mine = ++asked;
    show("Article");
    fill($("pane-body"), '<p class="hint">Loading …</p>');
    const reply = await call("article", { article: id, version: version || "", of: of || "" });
    if (mine !== asked) return;
    if (reply.problem) return problem(reply.problem);
    fill($("pane-body"), reply.html);
    $("pane-back").hidden = !of || !cards;
    const first = [...marked()].findIndex((one) => one.dataset.spans.split(" ").includes(String(number)));
    if (marked().length) turn(Math.max(0, first));
    else { $("pane-body").scrollTop = 0; $("pane-body").querySelector("h2")?.focus({ preventScroll: true }); }
  }
  const marked = () => $("pane-body").querySelectorAll("mark[data-first]");
  function turn(next) {
    const all = marked();
    if (!all.length) return;
    at = (next + all.length) % all.length;
    $("pane-body").querySelectorAll("mark.lit").forEach((one) => one.classList.remove("lit"));
    const spans = all[at].dataset.first;
    $("pane-body").querySelectorAll("mark").forEach((one) => one.dataset.spans.split(" ").includes(spans) && one.classList.add("lit"));
    all[at].scrollIntoView({ block: "center" });
    all[at].focus({ preventScroll: true });
    const place = $("pane-body").querySelector("[data-place]");
    if (place) place.textContent = `${at + 1} of ${all.length} marked`;
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".mark[data-n], a.mark[href^='#']");
    if (!mark) return;
    event.preventDefault();
    const of = mark.closest("[data-of]")?.dataset.of;
    const number = mark.dataset.n ?? mark.getAttribute("href").match(/\d+$/)?.[0];
    if (!of || !number) return;
    from = mark;
    document.querySelectorAll(".mark.lit").forEach((one) => one.classList.remove("lit"));
    mark.classList.add("lit");
    evidence(of, number);
  });
  doing.article = (button) => {
    const inPane = button.closest("#pane");
    if (!inPane) { from = button; shownOf = ""; cards = ""; }
    const of = inPane ? shownOf : button.closest("[data-of]")?.dataset.of ?? "";
    const number = button.closest(".card")?.querySelector(".lit")?.dataset.quote ?? button.closest(".card")?.querySelector("[data-quote]")?.dataset.quote ?? 0;
    article(button.dataset.article, button.dataset.version, of, number);
  };
  doing["next-mark"] = () => turn(at + 1);
  doing["previous-mark"] = () => turn(at - 1);
  doing.stale = async (button) => {
    from = button; shownOf = ""; cards = ""; asked += 1;
    show("Changed since");
    fill($("pane-body"), (await call("stale")).html);
    $("pane-body").querySelector("h2")?.focus();
  };

  // A preview of the quote under the pointer, or of the mark that has the focus.
  const preview = document.createElement("div");
  preview.id = "preview";
  preview.hidden = true;
  function peek(mark) {
    preview.hidden = !mark;
    if (!mark) return;
    preview.textContent = "";
    const who = document.createElement("b");
    who.textContent = mark.getAttribute("aria-label").replace(/^Source \d+, /, "");
    preview.append(who, document.createElement("br"), mark.dataset.preview ?? "");
    const box = mark.getBoundingClientRect();
    preview.style.left = `${Math.max(8, Math.min(box.left, innerWidth - 340))}px`;
    const below = box.bottom + 8 + preview.offsetHeight < innerHeight;
    preview.style.top = `${below ? box.bottom + 8 : box.top - preview.offsetHeight - 8}px`;
  }
  document.addEventListener("mouseover", (event) => peek(matchMedia("(hover: hover)").matches ? event.target.closest?.(".mark[data-preview]") : null));
  document.addEventListener("focusin", (event) => peek(event.target.matches?.(".mark[data-preview]:focus-visible") ? event.target : null));
  document.addEventListener("scroll", () => peek(null), true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    peek(null);
    if (document.body.classList.contains("pane-open") && ($("pane").contains(document.activeElement) || isSheet())) {
      event.preventDefault();
      narrow() || window.sayso.tab() !== "Ask" ? close() : from?.isConnected && from.focus();
    }
  });

  ready(() => {
    document.body.append(preview);
    idle = $("pane-body").innerHTML;
    $("pane-close").onclick = close;
    $("pane-back").onclick = () => { $("pane-back").hidden = true; $("pane-title").textContent = "Evidence"; fill($("pane-body"), cards); };
  });
  // What another tab showed goes with it.
  function leave() {
    document.body.classList.remove("pane-open");
    asked += 1;
    cards = ""; shownOf = "";
    $("pane-back").hidden = true;
    $("pane-title").textContent = "Evidence";
    fill($("pane-body"), idle);
  }
  Object.assign(window.sayso, { evidence, article, leavePane: leave, forget: () => { cards = ""; shownOf = ""; } });
})();
