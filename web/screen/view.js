// SPDX-License-Identifier: MIT
// Puts a picture (present.js) on the page. Called at each tick and at each frame of a film; what did not
// change is not touched.

import { render } from "lit";
import { all, byId, setAttribute, setText, show, sizeOf } from "../lib/dom.js";
import { createTranslator } from "../lib/i18n.js";
import { createBoard } from "./board.js";
import { cardsView, orderView, silksByNumber, winnersView } from "./cards.js";
import { availableMs, nextShown } from "../lib/film.js";
import { fillPhoto, fillSecret, resultView, shortHash } from "./finish.js";
import { createTrack } from "./track.js";
import { CATALOGUES } from "./words.js";

/** The film lacks this much: the viewer is told why the picture stands still. */
const STARVED_MS = 400;
/** A cut shorter than this is only in the head's small print, not across the page. */
const ALERT_AFTER_MS = 3_000;
const COPIED_MS = 2_000;

export function createView() {
  let words = null;
  let lang = null;
  let shown = { film: null, ms: null, at: 0 };
  let silks = new Map();
  const drawn = {};
  const simple = window.matchMedia("(prefers-reduced-motion: reduce)");
  const board = createBoard(byId("board"), byId("board-left"));
  const track = createTrack(byId("film"), {
    text: (key, values) => words.t(key, values),
    metres: (mm) => words.format.metres(mm),
  });

  /** Runs `fill` only when what it depends on has changed. */
  function once(part, key, fill) {
    if (drawn[part] === key) return;
    drawn[part] = key;
    fill();
  }

  function renderFrame(picture, connection) {
    const { body } = document;
    setAttribute(body, "data-screen", picture.screen);
    setAttribute(body, "data-notice", picture.notice);
    setAttribute(body, "data-phase", picture.phase ?? "none");
    setAttribute(body, "data-round-id", picture.round?.roundId ?? "");
    setAttribute(body, "data-connection", connection.name);
    setAttribute(body, "data-step", picture.countdown?.step ?? null);
    for (const section of all("[data-for]")) {
      show(section, section.dataset.for === picture.screen);
    }
    show(byId("round"), picture.round !== null);
    setText(byId("round-number"), String(picture.round?.number ?? ""));
    setText(byId("line-text"), words.t(`line.${connection.name}`));
  }

  function renderAlert(state, connection) {
    const cut = connection.cutFor > ALERT_AFTER_MS;
    const kind =
      connection.name === "degraded"
        ? "degraded"
        : cut && connection.name === "offline"
          ? "offline"
          : cut && connection.name === "reconnecting"
            ? "reconnecting"
            : state.paused && ["betting", "locked", "racing"].includes(state.phase)
              ? "pausing"
              : null;
    show(byId("alert"), kind !== null);
    setAttribute(byId("alert"), "data-kind", kind);
    setText(byId("alert"), kind ? words.t(`alert.${kind}`) : "");
  }

  function renderCountdown(picture, state) {
    const { countdown, round } = picture;
    setText(byId("countdown"), String(countdown.seconds));
    const suspended = state.degraded && countdown.step !== "closed";
    setText(byId("status"), words.t(`countdown.${suspended ? "suspended" : countdown.step}`));
    setText(byId("timer-note"), noteOf(countdown, round, suspended));
    // The bar glides to where it will be at the next second, so that it moves although we tick once a second.
    const total = round.raceStartTime - round.openTime;
    const ahead = Math.max(0, countdown.left - (countdown.left % 1000 || 1000)) / total;
    byId("progress-fill").style.transform = `scaleX(${simple.matches ? countdown.share : ahead})`;
    byId("progress-lock").style.left = `${(100 * (round.raceStartTime - round.lockTime)) / total}%`;
    const latest = picture.winners[0];
    show(byId("last"), Boolean(latest));
    once("last", `${latest?.roundId}/${round.roundId}`, () => {
      setText(byId("last-round"), String(latest?.roundId ?? ""));
      render(orderView(latest?.order ?? [], silks), byId("last-order"));
    });
  }

  function noteOf(countdown, round, suspended) {
    if (countdown.late) return words.t("countdown.late");
    if (countdown.left <= 0) return words.t("countdown.imminent");
    if (suspended) return "";
    if (countdown.step === "closed") return words.t("countdown.atGate");
    const closing = countdown.left - (round.raceStartTime - round.lockTime);
    return words.t("countdown.closesIn", { seconds: Math.max(0, Math.ceil(closing / 1000)) });
  }

  function renderRace(picture, local) {
    const { film, filmMs, round } = picture;
    const stage = byId("race");
    const note = byId("film-note");
    if (!film) {
      setText(note, words.t("race.waiting"));
      show(note, true);
      return;
    }
    const same = shown.film?.startTime === film.startTime;
    const ms = nextShown(same ? shown.ms : null, filmMs, same ? local - shown.at : 0, availableMs(film));
    shown = { film, ms, at: local };
    stage.dataset.filmMs = String(Math.round(ms));
    const cast = film.runners.map((number) => silks.get(number));
    // With less motion the picture follows the samples, ten a second, and nothing scrolls.
    track.draw(film, cast, simple.matches ? Math.floor(ms / film.step) * film.step : ms, { simple: simple.matches });
    board.render(film, round.card.runners, silks, ms, words, lang);
    const starving = filmMs - ms > STARVED_MS && filmMs < film.duration;
    setText(note, words.t(starving ? "race.waiting" : "race.ready"));
    show(note, starving || ms < 0);
    setAttribute(byId("film"), "aria-label", words.t("race.canvas", { round: round.number }));
  }

  function renderFinish(picture) {
    const { round, result, film } = picture;
    once("result", `${round.roundId}/${lang}`, () => {
      render(resultView(picture, round.card.runners, silks, words), byId("result"));
      setAttribute(byId("result"), "data-size", sizeOf(result.order.length));
      const cast = film?.runners.map((number) => silks.get(number));
      fillPhoto(film && !simple.matches ? track.photograph(film, cast) : null);
    });
    once("secret", `${round.roundId}/${lang}/${result.secret ?? ""}`, () => {
      const key = drawn.result;
      fillSecret(round, result, words, () => drawn.result === key);
    });
  }

  function renderNotice(picture, state) {
    const { notice, round } = picture;
    setText(byId("notice-heading"), words.t(`notice.${notice}`));
    setText(byId("notice-text"), words.t(`notice.${notice}.text`, { round: round?.number ?? "" }));
    const reason = notice === "void" ? state.voided?.reason : null;
    show(byId("notice-reason"), Boolean(reason));
    if (!reason) return;
    const known = `void.${reason}`;
    setText(byId("notice-reason"), words.t("notice.reason", { reason: words.t.has(known) ? words.t(known) : reason }));
  }

  function renderStrip(picture) {
    const { winners, round } = picture;
    once("winners", `${winners.map((winner) => winner.roundId).join()}/${round?.roundId}/${lang}`, () => {
      render(winnersView(winners, silks, words), byId("winners"));
    });
    show(byId("winners-none"), winners.length === 0);
    show(byId("proof"), Boolean(round?.commitment));
    if (!round?.commitment) return;
    setText(byId("proof-hash"), shortHash(round.commitment));
    setText(byId("proof-full"), round.commitment);
  }

  function titleOf({ screen, countdown, round, result, phase }) {
    const values = { round: round?.number, seconds: countdown?.seconds };
    if (screen === "game_screen") return words.t(phase === "locked" ? "title.closed" : "title.countdown", values);
    if (screen === "movie_screen") return words.t("title.racing", values);
    if (screen === "finish_screen") return words.t("title.result", { ...values, ...result.winner });
    return words.t("title.plain");
  }

  /** One sentence per change of state for those who listen instead of look. */
  function announce({ screen, notice, phase, round, result }) {
    const moment = screen === "game_screen" ? phase : screen === "notice_screen" ? notice : screen;
    once("live", `${moment}/${round?.roundId}/${lang}`, () => {
      const key = {
        betting: "live.open",
        locked: "live.closed",
        movie_screen: "live.racing",
        finish_screen: "live.result",
        void: "live.void",
        paused: "live.paused",
      }[moment];
      if (!key) return;
      const winner = result?.winner;
      const odds = winner ? words.format.odds(winner.odds) : "";
      setText(byId("live"), words.t(key, { ...winner, odds, round: round?.number }));
    });
  }

  return {
    /** Everything on the page speaks this language from now on. */
    speak(language, format) {
      lang = language;
      words = { format, t: createTranslator(CATALOGUES[language], language) };
      document.documentElement.lang = language;
      for (const node of all("[data-i18n]")) setText(node, words.t(node.dataset.i18n));
      for (const node of all("[data-i18n-label]")) {
        setAttribute(node, "aria-label", words.t(node.dataset.i18nLabel));
      }
      for (const button of all("[data-lang]")) {
        setAttribute(button, "aria-label", CATALOGUES[button.dataset.lang]["language.name"]);
        setAttribute(button, "aria-pressed", String(button.dataset.lang === language));
      }
      byId("fullscreen").title = words.t("help.enterFullscreen");
      byId("proof-button").title = words.t("proof.short");
    },

    /**
     * @param {import('./present.js').Picture} picture
     * @param {import('./store.js').State} state
     * @param {{name: string, cutFor: number}} connection
     * @param {number} now server time
     * @param {number} local monotonic time
     */
    render(picture, state, connection, now, local) {
      const { round, screen } = picture;
      once("cards", `${round?.roundId}/${lang}`, () => {
        silks = silksByNumber(round?.card.runners ?? []);
        if (!round) return;
        render(cardsView(round.card.runners, words), byId("cards"));
        setAttribute(byId("cards"), "data-size", sizeOf(round.card.runners.length));
      });
      renderFrame(picture, connection);
      renderAlert(state, connection);
      renderStrip(picture);
      if (screen === "game_screen") renderCountdown(picture, state);
      if (screen === "movie_screen") renderRace(picture, local);
      if (screen === "finish_screen") renderFinish(picture);
      if (screen === "notice_screen") renderNotice(picture, state);
      if (screen === "game_screen" || screen === "notice_screen") {
        once("release", round?.roundId, () => track.release());
      }
      setText(byId("clock"), Number.isNaN(now) ? "" : words.format.clock(now));
      const title = titleOf(picture);
      if (document.title !== title) document.title = title;
      announce(picture);
    },

    /** A click on the commitment shows it whole and copies it. */
    async toggleProof() {
      const button = byId("proof-button");
      const open = button.getAttribute("aria-expanded") !== "true";
      setAttribute(button, "aria-expanded", String(open));
      if (!open) return;
      try {
        await navigator.clipboard.writeText(byId("proof-full").textContent);
        show(byId("proof-copied"), true);
        setTimeout(() => show(byId("proof-copied"), false), COPIED_MS);
      } catch {
        // No clipboard without https: the text stands there whole and can be selected.
      }
    },
  };
}
