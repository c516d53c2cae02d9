// What a passkey could not do is said on the page rather than in the console; without scripts the button stays hidden.
"use strict";

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const wrong = document.querySelector("[data-passkey-wrong]");
  if (wrong) { wrong.hidden = false; }
});
// A passkey is bound to a name: an address in figures (http://127.0.0.1) can have none.
const named = !/^[\d.:[\]]+$/.test(location.hostname);
for (const button of document.querySelectorAll("[data-passkey]")) {
  button.hidden = !(window.PublicKeyCredential && named);
}
for (const note of document.querySelectorAll("[data-passkey-nowhere]")) {
  note.hidden = Boolean(window.PublicKeyCredential && named);
}
