// What takes long and is no question (a briefing, a check, adding articles): its stages, Stop, and its end.
(() => {
  const { call, fill, sleep } = window.sayso;

  // Follows a job in `place` until it ends, and shows its state; `reply` is that of the call that started it.
  async function work(place, reply, finished) {
    if (reply.problem) return complain(place, reply.problem);
    const job = reply.job;
    fill(place, reply.html ?? "");
    let since = reply.version ?? 0, ended = reply.ended;
    const stop = async (event) => {
      const button = event.target.closest?.("[data-stop]");
      if (button) { button.disabled = true; await call("stop", { job }); }
    };
    place.addEventListener("click", stop);
    while (!ended) {
      const news = await call("progress", { job, since });
      if (news.gone) { complain(place, "This ended when the page was restarted. Begin it again."); break; }
      if (news.problem) { complain(place, news.problem); break; }
      if (news.html) redraw(place, news.html); else await sleep(30);
      since = news.version;
      ended = news.ended;
      if (ended) finished?.(news);
    }
    place.removeEventListener("click", stop);
  }
  // What grows is drawn anew; the mark that has the focus keeps it.
  function redraw(place, html) {
    const had = place.contains(document.activeElement) ? document.activeElement.dataset.n : null;
    fill(place, html);
    if (had) place.querySelector(`[data-n="${CSS.escape(had)}"]`)?.focus({ preventScroll: true });
  }
  function complain(place, words) {
    const message = document.createElement("p");
    message.className = "problem";
    message.setAttribute("role", "alert");
    message.textContent = words;
    place.replaceChildren(message);
  }
  Object.assign(window.sayso, { work, complainIn: complain });
})();
