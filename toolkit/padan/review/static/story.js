// Which story the page shows, and who reviews it.

import { recall, remember } from "./local.js";

const page = document.body.dataset;

/** @type {string} */
export const id = page.story || "";
/** The place in the log up to which the page was made. */
export const seq = Number(page.seq);
/** Rows that the story had then. */
export const total = Number(page.total);

const at = encodeURIComponent(id);

/** @param {string} rest @returns {string} */
export const api = (rest) => `/api/story/${at}/${rest}`;
/** @param {string} rest @returns {string} */
export const pagePart = (rest) => `/story/${at}/${rest}`;

/** @returns {string} the reviewer's name; empty before it was given */
export const reviewer = () => recall("reviewer", "");

/** @param {string} name */
export function isNow(name) {
  remember("reviewer", name);
}
