// Keys, the live phone and the dropping of files. Every page works without this file.
"use strict";

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;
const off = () => document.documentElement.dataset.keys === "off";
let before = "";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    const next = event.target.closest("form")?.querySelector("[data-next]");
    if (next) { event.preventDefault(); next.click(); }
    return;
  }
  if (off() || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (before === "g" && event.key >= "1" && event.key <= "7") {
    document.querySelector(`[data-key="${event.key}"]`)?.click();
  } else if (event.key === "/") {
    const search = [...document.querySelectorAll('input[type="search"]')].find((field) => field.offsetParent);
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === "?") {
    document.querySelector("#keys")?.showModal();
  } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && event.target.closest(".phone")) {
    document.querySelector(event.key === "ArrowLeft" ? "[data-before]" : "[data-after]")?.click();
  }
  before = event.key;
  setTimeout(() => { before = ""; }, 1500);
});

// What is written stands in the phone at once; the server counts it a moment later.
const placeholder = /\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}/g;
document.addEventListener("input", (event) => {
  const bubble = document.querySelector("[data-live]");
  if (!bubble || !event.target.matches("[data-text]")) return;
  const values = JSON.parse(bubble.dataset.values || "{}");
  bubble.textContent = event.target.value.replace(placeholder, (all, name, other) => values[name] || other || all);
});

// A mend changes the text where it stands, so that undo still works.
document.addEventListener("click", (event) => {
  const mend = event.target.closest("[data-mend]");
  const text = document.querySelector("[data-text]");
  if (mend && text) {
    event.preventDefault();
    text.value = mend.dataset.mend;
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  }
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
});

// A draft that could not be saved says so where it says when it was; the next letter tries again.
for (const kind of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(kind, () => {
    const saved = document.querySelector("#saved");
    if (saved) saved.textContent = saved.parentElement.dataset.failed;
  });
}

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest?.(".drop");
    if (!drop) return;
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    if (kind === "drop" && event.dataTransfer.files.length) {
      const field = drop.querySelector('input[type="file"]');
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

// A password can be looked at while it is written. It is one again before it is sent, so that browsers keep it as one.
for (const button of document.querySelectorAll("[data-peek]")) button.hidden = false;
const peeked = (button, shown) => {
  document.getElementById(button.dataset.peek).type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
};
document.addEventListener("click", (event) => {
  const peek = event.target.closest("[data-peek]");
  if (peek) peeked(peek, peek.getAttribute("aria-pressed") === "false");
});
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-peek]")) peeked(button, false);
}, true);

// What only a script can do is shown only where there is one: a link copied, a page printed.
for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const field = document.querySelector(copy.dataset.copy);
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
  document.querySelector("[data-copied-status]").textContent = copy.dataset.copied;
});

// Whoever writes is here: said every few minutes, so that nobody is signed out in the middle of a sentence. Where the
// session has ended all the same, the answer says so in the page, which stays as it is.
const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
const often = 3 * 60 * 1000;
let here = Date.now();
document.addEventListener("input", () => {
  const shell = document.querySelector("[data-here]");
  if (!shell || Date.now() - here < often) return;
  here = Date.now();
  htmx.ajax("POST", shell.dataset.here, { source: shell, swap: "none", values: { csrfmiddlewaretoken: token() } });
});

// Who has signed in anew in another tab has another token: what was written before that is sent with the new one.
document.addEventListener("submit", (event) => {
  const field = event.target.querySelector('[name="csrfmiddlewaretoken"]');
  if (field && token()) field.value = token();
}, true);
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.parameters.csrfmiddlewaretoken !== undefined && token()) {
    event.detail.parameters.csrfmiddlewaretoken = token();
    document.querySelector("#signed-out")?.replaceChildren();
  }
});
