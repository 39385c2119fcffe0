// What others do, as it happens.

import * as patches from "./patches.js";
import * as queue from "./queue.js";
import { announce } from "./say.js";
import { api, reviewer, seq } from "./story.js";
import { t } from "./words.js";

const AGAIN_AFTER = 2_000;
/** @type {EventSource | null} */
let source = null;

/** Listen from where the page was made, or where it last heard. */
export function listen() {
  source?.close();
  source = new EventSource(api(`changes?since=${Math.max(seq, patches.latest())}`));
  source.onopen = () => queue.kick();
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.onerror = () => {
    if (source?.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN_AFTER);
  };
  addEventListener("pagehide", () => source?.close(), { once: true });
}

/** @param {{seq: number, by: string, act: string, patch: import("./patches.js").Patch}} event */
function hear(event) {
  patches.take(event.seq, event.patch);
  if (!queue.pending().length) patches.put();
  if (event.by !== reviewer()) announce(t("other_did", { name: event.by }));
}
