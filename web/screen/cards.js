// SPDX-License-Identifier: MIT
// The runners of a round as cards, and the strip of the last winners.

import { element, setAttribute, sizeOf, wear } from "../lib/dom.js";
import { jersey } from "./jersey.js";
import { silksOf } from "../lib/silks.js";

/** Silks of a runner wherever it is named: its place on the card decides its pattern. */
export function silksByNumber(runners) {
  return new Map(runners.map((runner, index) => [runner.number, silksOf(runner, index)]));
}

/** In the words of a language, {t, format}. */
export function fillCards(list, runners, { t, format }) {
  const total = runners.reduce((sum, runner) => sum + runner.weight, 0);
  list.replaceChildren(
    ...runners.map((runner, index) => {
      const silks = silksOf(runner, index);
      const number = element("span", "card-number", String(runner.number));
      number.setAttribute("aria-label", t("card.number", { number: runner.number }));
      number.setAttribute("role", "img");
      const card = element(
        "li",
        "card",
        element("div", "card-side", jersey(silks, "card-silk"), number),
        element("p", "card-name", runner.name),
        element("p", "card-chance", t("card.chance", { chance: format.chance(runner.weight / total) })),
        element(
          "p",
          "card-odds",
          element("span", "card-odds-label", `${t("card.odds")} `),
          element("span", "card-odds-value", format.odds(runner.odds)),
        ),
      );
      wear(card, silks);
      card.dataset.number = runner.number;
      return card;
    }),
  );
  setAttribute(list, "data-size", sizeOf(runners.length));
}

export function numberBlock(silks) {
  const block = element("span", "number", String(silks.number));
  wear(block, silks);
  return block;
}

export function fillWinners(list, winners, silks, { t, format }) {
  list.replaceChildren(
    ...winners.map(({ roundId, winner }) => {
      const item = element(
        "li",
        "winner",
        numberBlock(silks.get(winner.number) ?? silksOf(winner, 0)),
        element("span", "winner-name", winner.name),
        element("span", "winner-odds", format.odds(winner.odds)),
        element("span", "winner-round", String(roundId)),
      );
      item.title = `${t("round.label")} ${roundId}`;
      item.dataset.number = winner.number;
      item.dataset.roundId = roundId;
      return item;
    }),
  );
}
