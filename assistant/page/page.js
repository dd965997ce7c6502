// A citation mark shows its card; a new question, and its answer when it comes, is brought to the top of the talk.
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.('a.mark[href^="#"]');
  const card = mark && document.getElementById(mark.getAttribute("href").slice(1));
  if (!mark) return;
  event.preventDefault();
  document.querySelectorAll(".lit").forEach((lit) => lit.classList.remove("lit"));
  if (!card) return;
  const folded = card.closest("details");
  if (folded) folded.open = true;
  card.classList.add("lit");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
});
let seen = "";
new MutationObserver(() => {
  const turns = document.querySelectorAll(".turn");
  const last = turns[turns.length - 1];
  const now = turns.length + (last?.querySelector(".waiting") ? " waiting" : "");
  if (now !== seen) {
    last?.scrollIntoView({ block: "start" });
    document.getElementById("evidence")?.scrollTo(0, 0);
  }
  seen = now;
}).observe(document, { childList: true, subtree: true });
