// Words of a cell as a list to pick from, by arrows with Shift, or by pointer: for a finding.

import { element, part } from "./dialogs.js";

/** A word with its place in the article's text, in code points. @typedef {{text: string, start: number, end: number}} Word */

/** @param {string} text @returns {number} */
const points = (text) => Array.from(text).length;

/** The words of a cell. @param {HTMLElement} cell @returns {Word[]} */
export function wordsOf(cell) {
  const sentences = /** @type {HTMLElement[]} */ (Array.from(cell.querySelectorAll(".s[data-start]")));
  return sentences.flatMap((sentence) => {
    const text = sentence.textContent || "";
    const start = Number(sentence.dataset.start);
    return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}'’\-.,]*[\p{L}\p{N}\p{M}%]|[^\s]/gu), (found) => {
      const at = start + points(text.slice(0, found.index));
      return { text: found[0], start: at, end: at + points(found[0]) };
    });
  });
}

/**
 * Put the words of a cell into the dialog. Words that are selected on the page are picked already.
 * @param {"retelling" | "reference"} side @param {HTMLElement} cell @param {string} outlet
 * @returns {() => [number, number] | null} what is picked, from its first word's start to its last one's end
 */
export function fill(side, cell, outlet) {
  const list = part("add", `[data-side=${side}] .words`);
  part("add", `[data-side=${side}]`).hidden = !cell.querySelector(".s");
  part("add", `[data-side=${side}] [data-outlet]`).textContent = outlet;
  list.setAttribute("aria-label", outlet);
  const words = wordsOf(cell);
  const options = words.map((word) => {
    const made = element("span", word.text);
    made.setAttribute("role", "option");
    made.tabIndex = -1;
    return made;
  });
  list.replaceChildren(...options.flatMap((option) => [option, " "]));
  /** @type {[number, number] | null} */
  let picked = selected(cell, words);
  let at = picked ? picked[0] : 0;

  const paint = () => options.forEach((option, n) => {
    option.setAttribute("aria-selected", String(Boolean(picked && n >= picked[0] && n <= picked[1])));
    option.tabIndex = n === at ? 0 : -1;
  });
  /** @param {number} to @param {boolean} stretch */
  const go = (to, stretch) => {
    const before = at;
    at = Math.max(0, Math.min(words.length - 1, to));
    if (stretch) picked = picked ? grown(picked, before, at) : [Math.min(before, at), Math.max(before, at)];
    paint();
    options[at]?.focus();
  };
  list.onkeydown = (event) => {
    if (!["ArrowLeft", "ArrowRight", "Home", "End", " "].includes(event.key)) return;
    event.preventDefault();
    if (event.key === " ") picked = picked && picked[0] === at && picked[1] === at ? null : [at, at];
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: words.length - 1 }[event.key] ?? at;
    go(to, event.shiftKey && event.key !== " ");
  };
  list.onclick = (event) => {
    const n = options.indexOf(/** @type {HTMLElement} */ (event.target));
    if (n < 0) return;
    if (!event.shiftKey) picked = picked && picked[0] === n && picked[1] === n ? null : [n, n];
    go(n, event.shiftKey);
  };
  paint();
  return () => (picked && words.length ? [words[picked[0]].start, words[picked[1]].end] : null);
}

/** A stretch of words of which the end at hand goes elsewhere. @param {[number, number]} picked @param {number} from @param {number} to @returns {[number, number]} */
function grown(picked, from, to) {
  const other = from === picked[0] ? picked[1] : picked[0];
  return [Math.min(other, to), Math.max(other, to)];
}

/** What is selected on the page, in words of the cell. @param {HTMLElement} cell @param {Word[]} words @returns {[number, number] | null} */
function selected(cell, words) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const ends = [[range.startContainer, range.startOffset], [range.endContainer, range.endOffset]].map(([node, offset]) => {
    const sentence = /** @type {HTMLElement | null} */ (/** @type {Node} */ (node).parentElement?.closest(".s[data-start]") ?? null);
    if (!sentence || !cell.contains(sentence)) return null;
    const before = document.createRange();
    before.setStart(sentence, 0);
    before.setEnd(/** @type {Node} */ (node), /** @type {number} */ (offset));
    return Number(sentence.dataset.start) + points(before.toString());
  });
  if (ends[0] === null || ends[1] === null) return null;
  const [start, end] = /** @type {[number, number]} */ (ends);
  const inside = words.map((word, n) => (word.end > start && word.start < end ? n : -1)).filter((n) => n >= 0);
  return inside.length ? [inside[0], inside[inside.length - 1]] : null;
}
