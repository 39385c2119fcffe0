// The whole story as a strip at the edge: its worst findings and what was said of each row.
// For the pointer; keys have commands that go to rows. The same colours as the style sheet's.

import * as rows from "./rows.js";

const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById("edge"));
const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
let asked = 0;

/** Draw anew, once, before the next frame is shown. */
export function draw() {
  if (!asked) asked = requestAnimationFrame(paint);
}

function paint() {
  asked = 0;
  const all = rows.shown();
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const scale = devicePixelRatio || 1;
  if (canvas.width !== width * scale) canvas.width = width * scale;
  if (canvas.height !== height * scale) canvas.height = height * scale;
  const style = getComputedStyle(canvas);
  /** @type {Record<string, string>} */
  const colours = {};
  for (const name of ["critical", "major", "minor", "trivial", "accepted", "rejected", "second-look"]) {
    colours[name] = style.getPropertyValue(`--${name}`);
  }
  brush.setTransform(scale, 0, 0, scale, 0, 0);
  brush.clearRect(0, 0, width, height);
  const step = height / Math.max(all.length, 1);
  const thick = Math.max(step - (step > 3 ? 1 : 0), 0.75);
  all.forEach((row, n) => {
    const worst = row.dataset.worst || "";
    if (colours[worst]) bar(colours[worst], 0, n * step, width * 0.6, thick);
    const status = colours[row.dataset.status || ""];
    if (status) bar(status, width * 0.65, n * step, width * 0.35, thick);
  });
}

/** @param {string} colour @param {number} x @param {number} y @param {number} width @param {number} height */
function bar(colour, x, y, width, height) {
  brush.fillStyle = colour;
  brush.fillRect(x, y, width, height);
}

/** @param {(row: HTMLElement | undefined) => void} go */
export function begin(go) {
  canvas.addEventListener("pointerdown", (event) => {
    const all = rows.shown();
    go(all[Math.min(all.length - 1, Math.floor((event.offsetY / canvas.clientHeight) * all.length))]);
  });
  addEventListener("resize", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
}
