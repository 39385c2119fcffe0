// The heat strip that the server draws: each mark leads to its row.

import { goTo } from "./grid.js";
import { getFragment } from "./net.js";
import * as rows from "./rows.js";
import { pagePart } from "./story.js";

const RARELY = 1_500;
const place = /** @type {HTMLElement} */ (document.getElementById("minimap"));
const box = /** @type {HTMLDetailsElement} */ (document.getElementById("glance"));
let timer = 0;
let stale = false;

/** Draw it anew, once changes have come to rest and someone looks. */
export function renew() {
  stale = true;
  clearTimeout(timer);
  timer = setTimeout(fetchAnew, RARELY);
}

async function fetchAnew() {
  if (!stale || !box.open) return;
  stale = false;
  try {
    const template = document.createElement("template");
    template.innerHTML = await getFragment(pagePart("minimap"));
    place.replaceChildren(template.content);
  } catch {
    stale = true;
  }
}

/** Clicks on its marks. */
export function begin() {
  box.addEventListener("toggle", fetchAnew);
  place.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[href^='#']");
    const number = Number(link?.getAttribute("href")?.replace(/^\D+/, ""));
    const row = number ? rows.all()[number - 1] : undefined;
    if (!row) return;
    event.preventDefault();
    row.hidden = false;
    goTo(row);
  });
}
