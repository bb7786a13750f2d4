// SPDX-License-Identifier: MIT
// The running order beside the film. Rows belong to runners and only change their rank, so that an overtaking
// is seen as one.

import { numberBlock } from "./cards.js";
import { element, setAttribute, setText, sizeOf } from "../lib/dom.js";
import { runningOrder } from "./film.js";

/** Fast enough to be live, slow enough that two noses do not flicker. */
const REFRESH_MS = 200;

export function createBoard(list, left) {
  let rows = [];
  let drawnAt = null;
  let key = "";

  function build(film, runners, silks) {
    rows = film.runners.map((number) => {
      const place = element("span", "board-place");
      const gap = element("span", "board-gap");
      const name = runners.find((runner) => runner.number === number)?.name ?? "";
      const row = element("li", "board-row", place, numberBlock(silks.get(number)), element("span", "board-name", name), gap);
      row.dataset.number = number;
      return { row, place, gap };
    });
    list.replaceChildren(...rows.map(({ row }) => row));
    list.style.setProperty("--rows", rows.length);
    setAttribute(list, "data-size", sizeOf(rows.length));
    drawnAt = null;
  }

  return {
    /** @param {number} ms film time */
    render(film, runners, silks, ms, { t, format }, lang) {
      const wanted = `${film.startTime}/${lang}`;
      if (wanted !== key) build(film, runners, silks);
      else if (drawnAt !== null && Math.abs(ms - drawnAt) < REFRESH_MS) return;
      key = wanted;
      drawnAt = ms;
      const order = runningOrder(film, ms);
      const lead = order[0];
      order.forEach(({ index, mm }, rank) => {
        const { row, place, gap } = rows[index];
        row.style.setProperty("--rank", rank);
        setAttribute(row, "data-place", ms > 0 ? rank + 1 : null);
        setText(place, ms > 0 ? String(rank + 1) : "");
        const behind = Math.min(lead.mm, film.distance) - mm;
        setText(gap, rank > 0 && behind > 50 && ms > 0 ? t("race.behind", { metres: format.metresShort(behind) }) : "");
      });
      const rest = film.distance - lead.mm;
      setText(left, rest > 0 ? t("race.toGo", { metres: format.metres(Math.ceil(rest / 1000) * 1000) }) : t("race.arrived"));
    },
  };
}
