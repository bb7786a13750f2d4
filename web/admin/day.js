// SPDX-License-Identifier: MIT
// The day at a glance: asked for again whenever the house says that something has happened, and from time to time besides, since a
// house that stands still says nothing.

import { dayAfter, initial, reduce } from "./day_state.js";
import { view } from "./day_view.js";

const name = "day";
/** Not oftener than this, whatever happens. */
const AT_ONCE_MS = 2_000;
const QUIET_MS = 10_000;

let isAsking = false;
let askedAt = -Infinity;
let due = null;
let isWatched = false;

const isSeen = () => !document.hidden && document.querySelector(`main[data-page="${name}"]`) !== null;
const wanted = ({ address }) => address.query.day ?? null;

async function refresh(context) {
  if (isAsking) return;
  isAsking = true;
  askedAt = performance.now();
  const day = wanted(context);
  context.dispatch({ type: "day_asked" });
  try {
    const answer = await context.api.get(`/reports/day${day ? `?day=${encodeURIComponent(day)}` : ""}`);
    if (wanted(context) === day) context.dispatch({ type: "day", day: answer });
  } catch ({ code, facts }) {
    context.dispatch({ type: "day_failed", problem: { code, facts } });
  }
  isAsking = false;
  // Somebody has gone to another day meanwhile.
  if (wanted(context) !== day) refresh(context);
}

function enter(context) {
  refresh(context);
  if (!isWatched) setInterval(() => isSeen() && refresh(context), QUIET_MS);
  isWatched = true;
}

/** News are followed by one question, after a while, however many they are. */
function after(context) {
  if (!context.state.pages[name].isStale || due !== null) return;
  const ask = () => {
    due = null;
    if (isSeen()) refresh(context);
  };
  due = setTimeout(ask, Math.max(0, AT_ONCE_MS - (performance.now() - askedAt)));
}

const keyTable = [
  { key: "ArrowLeft", label: "\u2190", words: "day.before" },
  { key: "ArrowRight", label: "\u2192", words: "day.after" },
];

function keys({ key }, slice, { go }) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  // Behind today there is nothing yet.
  if (!by || !slice.day || (by > 0 && slice.day.now)) return false;
  go({ page: name, query: { day: dayAfter(slice.day.day, by) } });
  return true;
}

export const day = { name, initial, reduce, view, enter, after, keyTable, keys };
