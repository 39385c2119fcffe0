// What the page tells its reader: for the eye a line that goes away, for the ear a live region.

const LINE_STAYS = 6_000;
const told = /** @type {HTMLElement} */ (document.getElementById("told"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
let timer = 0;

/** Tell all. @param {string} text */
export function tell(text) {
  told.textContent = text;
  told.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { told.hidden = true; }, LINE_STAYS);
}

/** Tell those who listen; the others see it anyway. @param {string} text */
export function announce(text) {
  said.textContent = text;
}
