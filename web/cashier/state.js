// SPDX-License-Identifier: MIT
// The counter's one state and its reducer: who is signed in, at which till, the line, the round, the page that is seen. Each
// page and strip has a slice of its own under its name and is told every message.

import { emptyRace, reduceRace } from "../lib/race.js";

/**
 * @typedef {object} Session
 * @property {'loading'|'away'|'signed_out'|'refused'|'choosing'|'working'} step
 * @property {object|null} user     {userId, username, displayName, role}
 * @property {object|null} shop
 * @property {object|null} till     {tillId, number, name, sessionId}; null: none is open, as for a supervisor who only looks
 * @property {object[]} tills       to choose from
 * @property {object|null} config   of the house
 * @property {object|null} limits   of the till
 * @property {object|null} problem  what was refused last: {code, facts}
 * @property {boolean} isBusy
 *
 * @typedef {object} State
 * @property {string} lang
 * @property {{state: string}} line
 * @property {import("../lib/race.js").Race} race
 * @property {Session} session
 * @property {string} page
 * @property {boolean} isHelpOpen
 * @property {Record<string, any>} pages a slice for each page and each strip
 */

/** @returns {Session} */
export function emptySession() {
  return {
    step: "loading",
    user: null,
    shop: null,
    till: null,
    tills: [],
    config: null,
    limits: null,
    problem: null,
    isBusy: false,
  };
}

/** @param {readonly {name: string, initial: any}[]} parts @param {string} page that is seen first @returns {State} */
export function initialState(parts, page, lang) {
  return {
    lang,
    line: { state: "connecting" },
    race: emptyRace(),
    session: emptySession(),
    page,
    isHelpOpen: false,
    pages: Object.fromEntries(parts.map(({ name, initial }) => [name, initial])),
  };
}

/** Of a session's user: what the pages show to it. The house checks each request all the same. */
export const rightsOf = (user) => ({ isSupervisor: user?.role === "supervisor" });

const mayWork = (user) => ["cashier", "supervisor"].includes(user.role);

/** @param {State} state */
export function reduceState(state, message, parts) {
  const shell = Object.hasOwn(STEPS, message.type) ? STEPS[message.type](state, message) : state;
  let slices = shell.pages;
  for (const { name, reduce, initial } of parts) {
    // What one cashier typed is nothing that the next one should see.
    const slice = message.type === "signed_out" ? initial : reduce(slices[name], message, shell);
    if (slice !== slices[name]) slices = { ...slices, [name]: slice };
  }
  return slices === shell.pages ? shell : { ...shell, pages: slices };
}

const inSession = (state, change) => ({ ...state, session: { ...state.session, ...change } });

const STEPS = {
  lang: (state, { lang }) => ({ ...state, lang }),
  line: (state, { line }) => ({ ...state, line }),
  race: (state, { message }) => ({ ...state, race: reduceRace(state.race, message) }),
  go: (state, { name }) => ({ ...state, page: name, isHelpOpen: false }),
  /** {part}: a page that has come later. */
  part: (state, { part }) => ({ ...state, pages: { ...state.pages, [part.name]: part.initial } }),
  help: (state, { isOpen }) => ({ ...state, isHelpOpen: isOpen }),

  config: (state, { config }) => inSession(state, { config }),
  /** {me}: who the house says that we are. */
  me(state, { me }) {
    const { userId, username, displayName, role, shop, till } = me;
    const user = { userId, username, displayName, role };
    const step = mayWork(user) ? (till ? "working" : "choosing") : "refused";
    return inSession(state, { step, user, shop, till, problem: null, isBusy: false });
  },
  tills: (state, { tills }) => inSession(state, { tills }),
  limits: (state, { limits }) => inSession(state, { limits }),
  /** A supervisor who sells nothing now. */
  no_till: (state) => inSession(state, { step: "working", till: null }),
  /** The till was closed, or somebody closed it: another one is taken. */
  till_left: (state) => inSession(state, { step: "choosing", till: null, limits: null }),
  signed_out: (state, { problem = null }) => ({
    ...inSession(state, { ...emptySession(), step: "signed_out", config: state.session.config, problem }),
    isHelpOpen: false,
  }),
  /** Nobody answers, and so nobody knows who is signed in. */
  away: (state, { problem }) => inSession(state, { step: "away", problem, isBusy: false }),
  busy: (state) => inSession(state, { isBusy: true, problem: null }),
  problem: (state, { problem }) => inSession(state, { problem, isBusy: false }),
};
