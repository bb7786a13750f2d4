// SPDX-License-Identifier: MIT
// The running order beside the film. Rows belong to runners and only change their rank, so that an overtaking
// is seen as one.

import { html, nothing, render } from "lit";
import { setAttribute, setText, sizeOf } from "../lib/dom.js";
import { numberBlock } from "./cards.js";
import { runningOrder } from "../lib/film.js";

/** Fast enough to be live, slow enough that two noses do not flicker. */
const REFRESH_MS = 200;

export function createBoard(list, left) {
  let drawnAt = null;
  let key = "";

  return {
    /** @param {number} ms film time */
    render(film, runners, silks, ms, { t, format }, lang) {
      const wanted = `${film.startTime}/${lang}`;
      if (wanted === key && Math.abs(ms - drawnAt) < REFRESH_MS) return;
      key = wanted;
      drawnAt = ms;
      const order = runningOrder(film, ms);
      const lead = order[0];
      const rows = [];
      for (const [rank, { index, mm }] of order.entries()) {
        const behind = Math.min(lead.mm, film.distance) - mm;
        const isBehind = rank > 0 && behind > 50 && ms > 0;
        rows[index] = { rank, gap: isBehind ? t("race.behind", { metres: format.metresShort(behind) }) : "" };
      }
      const nameOf = (number) => runners.find((runner) => runner.number === number)?.name ?? "";
      const view = film.runners.map((number, index) => {
        const { rank, gap } = rows[index];
        const place = ms > 0 ? rank + 1 : nothing;
        return html`<li class="board-row" data-number=${number} data-place=${place} .style=${`--rank: ${rank}`}>
          <span class="board-place">${place}</span>
          ${numberBlock(silks.get(number))}
          <span class="board-name">${nameOf(number)}</span>
          <span class="board-gap">${gap}</span>
        </li>`;
      });
      render(view, list);
      list.style.setProperty("--rows", film.runners.length);
      setAttribute(list, "data-size", sizeOf(film.runners.length));
      const rest = film.distance - lead.mm;
      setText(left, rest > 0 ? t("race.toGo", { metres: format.metres(Math.ceil(rest / 1000) * 1000) }) : t("race.arrived"));
    },
  };
}
