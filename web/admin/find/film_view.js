// SPDX-License-Identifier: MIT
// The film of a race that is over: places over time, and the field at any moment of it, to move along by hand or to let run.

import { html, nothing, svg } from "lit";
import { positionAt, runningOrder } from "../../lib/film.js";
import { filmOf, isRunning, moved, placesOverTime, pointsOf, ran, run, shownMs } from "./film.js";

const BOX = { width: 600, height: 200 };

/** What is drawn once for a film; each frame moves the field only. @type {WeakMap<object, {film: any, rows: any[]}>} */
const drawn = new WeakMap();

function drawnOf(told) {
  if (!drawn.has(told)) drawn.set(told, { film: filmOf(told), rows: placesOverTime(filmOf(told)) });
  return drawn.get(told);
}

/**
 * @param {any} told  as GET rounds/{id}/film answers
 * @param {import('./film.js').Play|undefined} play
 * @param {any} round
 * @param {any} context
 * @param {(play: import('./film.js').Play) => void} turn
 */
export function filmView(told, play, round, context, turn) {
  const { t, format } = context;
  const { film, rows } = drawnOf(told);
  const now = performance.now();
  const ms = shownMs(play, film.duration, now);
  if (isRunning(play)) requestAnimationFrame(() => turn(ran(play, film.duration, performance.now())));
  const colorOf = (number) => round.card.runners.find((runner) => runner.number === number)?.color;
  return html`<div class="film">
    <p class="film-acts">
      <button @click=${() => turn(isRunning(play) ? moved(ms) : run(ms, film.duration, now))}>${t(isRunning(play) ? "find.film.stop" : "find.film.run")}</button>
      <input
        type="range"
        min="0"
        max=${film.duration}
        step="100"
        aria-label=${t("find.film.time")}
        .value=${String(Math.round(ms))}
        @input=${(event) => turn(moved(Number(event.target.value)))}
      />
      <output>${format.seconds(ms)} s</output>
    </p>
    ${fieldView(film, ms, round, context)} ${placesView(film, rows, ms, colorOf, context)}
  </div>`;
}

/** Whoever leads stands first; the bar is how far a runner has come. */
function fieldView(film, ms, { card }, { format }) {
  const nameOf = (number) => card.runners.find((runner) => runner.number === number)?.name;
  return html`<ol class="film-field">
    ${runningOrder(film, ms).map(({ index, number }) => {
      const mm = Math.min(positionAt(film, index, ms), film.distance);
      return html`<li><b>${number}</b> <span>${nameOf(number)}</span>
        <progress max=${film.distance} value=${mm} aria-label=${nameOf(number)}></progress> <span>${format.metres(mm)} m</span></li>`;
    })}
  </ol>`;
}

/** Silks are of any colour: each line has a dark edge, and its runner's number at its end. */
function placesView(film, rows, ms, colorOf, { t }) {
  const box = { ...BOX, runners: rows.length };
  const x = (BOX.width * ms) / film.duration;
  return html`<svg class="film-places" viewBox="0 0 640 200" role="img" aria-label=${t("find.film.places")}>
    ${rows.map(({ number, places }) => {
      const points = pointsOf(places, box);
      const y = (BOX.height * (places.at(-1) - 0.5)) / rows.length;
      return svg`<polyline class="film-edge" points=${points} /><polyline points=${points} stroke=${colorOf(number) ?? nothing} />
        <text x="612" y=${y + 6}>${number}</text>`;
    })}
    ${svg`<line x1=${x} x2=${x} y1="0" y2="200" />`}
  </svg>`;
}
