// The side bar: talks by day, searched, renamed, exported, deleted with a way back.
(() => {
  const { $, call, fill, toast, save, narrow, ready, doing } = window.sayso;
  let timer = 0;

  async function listTalks() {
    const reply = await call("talks", { wanted: $("talk-search").value });
    if ($("talk-list").querySelector("input, .menu:not([hidden])")) return; // a title is being written, a menu is open
    fill($("talk-list"), reply.talks);
    markTalk(window.sayso.current());
  }
  function markTalk(id) {
    for (const item of $("talk-list").querySelectorAll("[data-talk]")) {
      const link = item.querySelector("a");
      item.dataset.talk === id ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    }
  }
  const itemOf = (element) => element.closest("[data-talk]");
  function fold(but = null) {
    for (const menu of $("talk-list").querySelectorAll(".menu")) {
      if (menu === but) continue;
      menu.hidden = true;
      menu.previousElementSibling.setAttribute("aria-expanded", "false");
    }
  }
  doing.menu = (button) => {
    const menu = button.nextElementSibling;
    fold(menu);
    menu.hidden = !menu.hidden;
    button.setAttribute("aria-expanded", String(!menu.hidden));
    if (!menu.hidden) menu.querySelector("button").focus();
  };
  doing.rename = (button) => {
    const item = itemOf(button), link = item.querySelector("a"), box = document.createElement("input");
    fold();
    box.value = link.textContent;
    box.maxLength = 200;
    box.setAttribute("aria-label", "Title of this talk");
    link.replaceWith(box);
    box.focus();
    box.select();
    let done = false;
    const keep = async (title) => {
      if (done) return;
      done = true;
      fill($("talk-list"), (await call("rename", { talk: item.dataset.talk, title })).talks);
      markTalk(window.sayso.current());
    };
    box.onkeydown = (event) => {
      if (event.key === "Enter") keep(box.value);
      if (event.key === "Escape") { event.preventDefault(); keep(""); }
    };
    box.onblur = () => keep(box.value);
  };
  doing["export-talk"] = async (button) => { fold(); save(await call("export", { talk: itemOf(button).dataset.talk, form: button.dataset.form })); };
  doing.delete = async (button) => {
    const id = itemOf(button).dataset.talk;
    fill($("talk-list"), (await call("delete", { kind: "talk", id })).talks);
    const wasOpen = window.sayso.current() === id;
    if (wasOpen) window.sayso.openTalk("", { push: true });
    toast("Talk deleted", async () => {
      fill($("talk-list"), (await call("restore", { kind: "talk", id })).talks);
      if (wasOpen) window.sayso.openTalk(id, { push: true });
    });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.talk-link");
    if (!link) { if (!event.target.closest?.("#talk-list")) fold(); return; }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // into a tab of its own
    event.preventDefault();
    window.sayso.goTo("Ask");
    window.sayso.openTalk(itemOf(link).dataset.talk, { push: true });
    if (narrow()) document.querySelector(".sidebar .toggle-button")?.click();
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("#talk-list .menu");
    if (event.key === "Escape" && menu) { event.preventDefault(); fold(); menu.previousElementSibling.focus(); }
  });
  Object.assign(window.sayso, { listTalks, markTalk });
  ready((home) => {
    fill($("talk-list"), home.talks);
    if (innerWidth >= 1500) document.querySelector(".sidebar:not(.open) .toggle-button")?.click();
    $("talk-search").oninput = () => { clearTimeout(timer); timer = setTimeout(listTalks, 200); };
  });
})();
