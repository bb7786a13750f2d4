// SPDX-License-Identifier: MIT
// Who runs the house: what waits for a second person, pause and resume, the round that must not count, the session that must end,
// the clock that somebody has looked at, and what the tills are told.

import { html, nothing } from "lit";
import { allOf, createActs } from "./set/acts.js";
import { bodyOf } from "./set/fields.js";
import { formView } from "./set/form.js";
import { historyView, waitingView } from "./set/history.js";
import { messagesView } from "./set/messages.js";
import { createSlice } from "./set/slice.js";
import { saidView } from "./set/waiting.js";

const NAME = "house";

const acts = createActs(
  NAME,
  async (api) => {
    const [game, messages, shops, tills] = await Promise.all([
      api.get("/admin/game"),
      api.get("/admin/messages?limit=10"),
      allOf(api, "/admin/shops"),
      allOf(api, "/admin/tills"),
    ]);
    return { game, messages: messages.items, shops, tills };
  },
  ["game_pause", "game_resume", "round_void_request", "session_abandon", "clock_confirm", "message_create"],
);

const { initial, reduce: reduceSet } = createSlice(NAME, { hearsRounds: true });

/** The office's channel also tells what has been sold on the round. */
function reduce(slice, message) {
  const next = reduceSet(slice, message);
  const isSales =
    message.type === "channel" && message.channel === "admin" && ["subscribed", "house_update"].includes(message.event);
  return isSales ? { ...next, sales: message.data } : next;
}

const reasonField = { name: "reason", kind: "text", isRequired: true, longest: 200 };
const isAdmin = ({ session }) => session.user.role === "admin";

/** A form that takes a reason and does one thing. */
function actView(what, slice, context) {
  const { id, path, body = {}, submit, isGrave = false, notes } = what;
  const spec = {
    id,
    current: null,
    isGrave,
    submit,
    fields: [reasonField],
    notes: () => notes,
    send: (changes) => acts.send(context, id, { method: "post", path, body: { ...body, ...bodyOf(changes) } }),
  };
  return isAdmin(context) ? formView(spec, slice, context, acts) : nothing;
}

function gameView(slice, context) {
  const { t, format, session } = context;
  const { paused } = slice.data.game;
  const act = paused ? "resume" : "pause";
  const what = {
    id: "game",
    path: `/admin/game/${act}`,
    submit: t(`house.${act}`),
    isGrave: !paused,
    notes: [t(`house.${act}_note`)],
  };
  return html`<section class="panel" data-part="game" data-paused=${String(paused !== null)}>
    <h2>${t("house.game")}</h2>
    <p class=${paused ? "warning" : ""}>${
      paused
        ? t("house.paused", { at: format.moment(Date.parse(paused.at), session.config.timeZone), reason: paused.reason })
        : t("house.running")
    }</p>
    ${actView(what, slice, context)}
  </section>`;
}

function roundView(slice, context) {
  const { t, money } = context;
  const { round } = slice.data.game;
  if (!round) return nothing;
  const { voidTakes, voidRequested, roundId, phase } = round;
  const sales = slice.sales?.round === roundId ? slice.sales : null;
  const isWaiting = slice.data.game.waiting.some(({ kind }) => kind === "round_void");
  const what = {
    id: `void-${roundId}`,
    path: `/admin/rounds/${roundId}/void`,
    submit: t("house.void"),
    isGrave: true,
    notes: [
      sales ? t("house.void_note", { count: sales.tickets, stakes: money(sales.stakes) }) : t("house.void_note_plain"),
      t(voidTakes === 1 ? "house.void_one" : "house.void_two"),
    ],
  };
  return html`<section class="panel" data-part="round" data-phase=${phase}>
    <h2>${t("house.round", { round: roundId })}</h2>
    <p>${t(`house.phase.${phase}`)}${sales ? html` · ${t("house.sold", { count: sales.tickets, stakes: money(sales.stakes) })}` : nothing}</p>
    ${voidRequested && phase !== "void" ? html`<p class="warning">${t("house.void_requested")}</p>` : nothing}
    ${phase === "settled" ? html`<p class="muted">${t("house.void_late")}</p>` : nothing}
    ${voidTakes === null || voidRequested || isWaiting ? nothing : actView(what, slice, context)}
  </section>`;
}

function sessionView(slice, context) {
  const { t } = context;
  const { session, waiting } = slice.data.game;
  if (!session) return nothing;
  const what = {
    id: "abandon",
    path: "/admin/session/abandon",
    body: { session },
    submit: t("house.abandon"),
    isGrave: true,
    notes: [t("house.abandon_note", { session }), t("house.void_two")],
  };
  return html`<details class="panel" data-part="session">
    <summary>${t("house.session", { session })}</summary>
    <p class="muted">${t("house.session_words")}</p>
    ${waiting.some(({ kind }) => kind === "session_abandon") ? nothing : actView(what, slice, context)}
  </details>`;
}

function clockView(slice, context) {
  const { t } = context;
  const { state, livedBehindMs } = slice.data.game.clock;
  const minutes = Math.floor(livedBehindMs / 60_000);
  const what = {
    id: "clock",
    path: "/admin/clock/confirm",
    submit: t("house.clock_confirm"),
    notes: [t("house.clock_note", { count: minutes })],
  };
  return html`<details class="panel" data-part="clock" ?open=${state !== "right" || minutes > 5}>
    <summary>${t("house.clock")} · ${t(`house.clock.${state}`)}</summary>
    <p>${t("house.clock_behind", { count: minutes })}</p>
    ${state === "right" ? actView(what, slice, context) : html`<p class="warning">${t("house.clock_wrong")}</p>`}
  </details>`;
}

/** What one of two persons has asked for; whoever may be the second says so here, of a card on its own page. */
function mattersView(slice, context) {
  const { t } = context;
  const { waiting } = slice.data.game;
  if (waiting.length === 0) return nothing;
  return html`<section class="panel matter" data-part="waiting">
    <h2>${t("waiting.heading")}</h2>
    ${waiting.map(
      (matter) => html`<article data-matter=${matter.kind}>
      <h3>${t(`waiting.${matter.kind}`, { name: matter.name })}</h3>
      ${saidView(matter, context)} ${secondView(matter, slice, context)}
    </article>`,
    )}
  </section>`;
}

function secondView(matter, slice, context) {
  const { t, session } = context;
  if (matter.kind === "card") return html`<a class="button" href=${`#/cards/${matter.id}`}>${t("waiting.to_card")}</a>`;
  if (!matter.forWhom.some(({ userId }) => userId === session.user.userId)) return nothing;
  const isRound = matter.kind === "round_void";
  return actView(
    {
      id: `second-${matter.kind}`,
      path: isRound ? `/admin/rounds/${matter.id}/void` : "/admin/session/abandon",
      body: isRound ? {} : { session: matter.id },
      submit: t(`waiting.do.${matter.kind}`),
      isGrave: true,
      notes: [isRound ? t("house.void_note_plain") : t("house.abandon_note", { session: matter.id }), t("waiting.second_note")],
    },
    slice,
    context,
  );
}

/** @param {any} slice @param {any} context */
function view(slice, context) {
  const { t } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  return html`<div class="page-head"><h1>${t("page.house")}</h1></div>
    <div class="house-columns">
      <div class="stack">${mattersView(slice, context)} ${gameView(slice, context)} ${roundView(slice, context)} ${sessionView(slice, context)} ${clockView(slice, context)}</div>
      <div class="stack">${messagesView(slice, context, acts)} ${historyView(slice.history, context)}</div>
    </div>`;
}

export const house = { name: NAME, initial, reduce, view, enter: acts.enter, after: acts.after };
