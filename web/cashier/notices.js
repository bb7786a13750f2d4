// SPDX-License-Identifier: MIT
// What the till must hear, in a strip over every page: messages of the back office, each until the cashier has said that it was
// read; a shop that is paused or closed; a game that is paused. The house tells it on the till's own channel; whoever has no till
// asks for it (watch.js).

export const name = "notices";
/** The key that says "read" to the oldest message, by its place: the 1 of a key pad whose lock is off has the same name. */
export const READ_KEY = "End";

/**
 * @typedef {{messageId: number, text: string, by: string, at: string, until: string}} Message
 * @typedef {{paused: {reason: string}|null, openings: [number, number][]|null}} Shop  openings: from and until, server time
 *
 * @typedef {object} Notices
 * @property {Message[]} messages  oldest first
 * @property {Shop|null} shop
 * @property {string|null} pauseReason  of the game
 * @property {number|null} sending  the message that is being said to be read
 * @property {number[]} heard  messages that were read without a till: the house writes down who read them at which, so it tells
 *   them again at hers
 * @property {{userId: number, code: string}|null} ended  the user whose session the house has ended, and why
 */

/** @type {Notices} */
export const initial = { messages: [], shop: null, pauseReason: null, sending: null, heard: [], ended: null };

/** @param {Notices} notices @param {any} message @returns {Notices} */
export function reduce(notices, message) {
  switch (message.type) {
    case "channel":
      return message.channel.startsWith("till:") ? reduceChannel(notices, message) : notices;
    case "news":
      return reduceNews(notices, message.news);
    case "race":
      return reduceRace(notices, message.message);
    case "message_sending":
      return { ...notices, sending: message.messageId };
    case "message_read":
      return without(notices, message.messageId);
    case "message_heard":
      return { ...without(notices, message.messageId), heard: [...notices.heard, message.messageId] };
    case "message_unsent":
      return { ...notices, sending: null };
    case "till_left":
      return { ...initial, pauseReason: notices.pauseReason };
    default:
      return notices;
  }
}

function reduceChannel(notices, { event, data }) {
  switch (event) {
    case "subscribed":
      return { ...notices, messages: data.messages ?? [], shop: data.shop ?? null };
    case "message":
      return { ...notices, messages: [...without(notices, data.message.messageId).messages, data.message] };
    case "message_read":
      return without(notices, data.messageId);
    case "shop_update":
      return { ...notices, shop: data.shop };
    case "user_blocked":
      return { ...notices, ended: { userId: data.userId, code: "user_blocked" } };
    case "user_signed_out":
      return { ...notices, ended: { userId: data.userId, code: "signed_out" } };
    default:
      return notices;
  }
}

/** As long as nothing of it is new the strip is as it was. */
function reduceNews(notices, { messages, shop }) {
  const left = messages.filter(({ messageId }) => !notices.heard.includes(messageId));
  const next = { ...notices, messages: left, shop };
  return JSON.stringify(next) === JSON.stringify(notices) ? notices : next;
}

function reduceRace(notices, { event, data }) {
  if (event === "game_paused") return { ...notices, pauseReason: data.reason ?? null };
  return event === "game_resumed" || event === "connected" ? { ...notices, pauseReason: null } : notices;
}

function without(notices, messageId) {
  const messages = notices.messages.filter((each) => each.messageId !== messageId);
  return { ...notices, messages, sending: notices.sending === messageId ? null : notices.sending };
}

/** Those whose time is not over. @param {Notices} notices @param {number} now server time; NaN: not known */
export const unread = ({ messages }, now) => messages.filter(({ until }) => !(Date.parse(until) <= now));

/**
 * Does the shop sell at this moment?
 * @param {Shop|null} shop @param {number} now server time
 * @returns {{kind: 'open'}|{kind: 'paused', reason: string}|{kind: 'closed', opensAt: number|null}}
 */
export function shopState(shop, now) {
  if (shop?.paused) return { kind: "paused", reason: shop.paused.reason };
  const openings = shop?.openings;
  if (!openings || !Number.isFinite(now) || openings.some(([from, until]) => from <= now && now < until))
    return { kind: "open" };
  const next = openings.filter(([from]) => from > now).map(([from]) => from);
  return { kind: "closed", opensAt: next.length ? Math.min(...next) : null };
}

/**
 * Why the house has ended the session of who works here; null: it has not.
 * @param {Notices} notices
 * @param {{userId: number}|null} user
 */
export const endOf = ({ ended }, user) => (ended !== null && user !== null && ended.userId === user.userId ? ended.code : null);

// Acts -------------------------------------------------------------------------------------------------------------

/** Says that a message was read. On record at the house: without its answer the message stays. */
export async function markRead({ api, dispatch, state, session }, messageId) {
  if (state.pages[name].sending !== null) return;
  if (!session.till) return void dispatch({ type: "message_heard", messageId });
  dispatch({ type: "message_sending", messageId });
  try {
    await api.post(`/till/messages/${messageId}/read`);
    dispatch({ type: "message_read", messageId });
  } catch (error) {
    // Somebody else's page has the till, or the message is gone: there is nothing to be read any more.
    dispatch({ type: error.status === 404 ? "message_read" : "message_unsent", messageId });
  }
}

/** @param {KeyboardEvent} event @returns {boolean} whether the key was for it */
export function keys(event, notices, context) {
  const [oldest] = unread(notices, context.clock.now());
  if (event.code !== READ_KEY || event.repeat || !oldest) return false;
  markRead(context, oldest.messageId);
  return true;
}
