// SPDX-License-Identifier: MIT
// The arrival: the order, the photograph, and the secret checked against the commitment.

import { html } from "lit";
import { byId, setAttribute, setText, show } from "../lib/dom.js";
import { numberBlock } from "./cards.js";
import { crossingMs } from "../lib/film.js";
import { jersey } from "./jersey.js";

/** 16 hex digits in groups of four: enough to compare with a printed ticket. */
export function shortHash(hex) {
  return `${hex.slice(0, 16).replace(/(.{4})(?=.)/g, "$1 ")}…`;
}

export function resultView({ result, film }, runners, silks, { t, format }) {
  return result.order.map((number, rank) => {
    const runner = runners.find((one) => one.number === number);
    const row = film ? film.runners.indexOf(number) : -1;
    const crossed = row >= 0 ? crossingMs(film, row) : null;
    return html`<li class="arrival" data-number=${number}>
      <span class="arrival-place">${rank === 0 ? t("result.winner") : t("result.place", { place: rank + 1 })}</span>
      ${jersey(silks.get(number), "arrival-silk")} ${numberBlock(silks.get(number))}
      <span class="arrival-name">${runner?.name ?? ""}</span>
      <span class="arrival-odds"
        ><span class="arrival-odds-label">${t("card.odds")} </span>${format.odds(runner?.odds ?? 0)}</span
      >
      <span class="arrival-time">${crossed === null ? "" : t("result.time", { seconds: format.seconds(crossed) })}</span>
    </li>`;
  });
}

/** @param {HTMLCanvasElement|null} photograph */
export function fillPhoto(photograph) {
  show(byId("photo"), photograph !== null);
  if (!photograph) return;
  const canvas = byId("photo-canvas");
  canvas.width = photograph.width;
  canvas.height = photograph.height;
  canvas.getContext("2d").drawImage(photograph, 0, 0);
}

/**
 * Shows the revealed secret and whether it is the one that was committed to. Without WebCrypto (plain http on
 * a shop's network) nothing is claimed either way.
 */
export async function fillSecret(round, result, { t }, isCurrent) {
  const { secret } = result;
  show(byId("secret"), Boolean(secret));
  const check = byId("secret-check");
  show(check, false);
  if (!secret) return;
  setText(byId("secret-value"), shortHash(secret));
  byId("secret-value").title = secret;
  if (!globalThis.crypto?.subtle) return;
  let good = false;
  // Not part of the first load; and what it counts with not every television can read.
  const hr1 = await import("../lib/hr1.js").catch(() => null);
  if (!hr1) return;
  try {
    const { chainStep, fromHex, toHex } = hr1;
    good = toHex(await chainStep(fromHex(secret))) === round.commitment;
  } catch {
    // Not a secret at all: certainly not the committed one.
  }
  if (!isCurrent()) return;
  setText(check, t(good ? "result.verified" : "result.mismatch"));
  setAttribute(check, "data-good", String(good));
  show(check, true);
}
