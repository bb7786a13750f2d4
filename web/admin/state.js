// SPDX-License-Identifier: MIT
// The back office's one state and its reducer: who is signed in, the line, the round, the address. Each page that has been
// loaded has a slice of its own under its name and is told every message.

import { emptyRace, reduceRace } from "../lib/race.js";

/**
 * @typedef {object} Session
 * @property {'loading'|'away'|'signed_out'|'refused'|'working'} step
 * @property {object|null} user     {userId, username, displayName, role}
 * @property {object|null} shop     of a supervisor
 * @property {object|null} config   of the house
 * @property {object|null} problem  what was refused last: {code, facts}
 * @property {boolean} isBusy
 *
 * @typedef {object} State
 * @property {string} lang
 * @property {{state: string}} line
 * @property {import("../lib/race.js").Race} race
 * @property {Session} session
 * @property {import("./address.js").Address} address
 * @property {boolean} isHelpOpen
 * @property {string|null} broken the page that could not be loaded
 * @property {Record<string, any>} pages a slice for each page that has been loaded
 */

/** @returns {Session} */
const emptySession = () => ({ step: "loading", user: null, shop: null, config: null, problem: null, isBusy: false });

/** @param {import("./address.js").Address} address @param {string} lang @returns {State} */
export function initialState(address, lang) {
  return {
    lang,
    line: { state: "connecting" },
    race: emptyRace(),
    session: emptySession(),
    address,
    isHelpOpen: false,
    broken: null,
    pages: {},
  };
}

/** The house checks each request all the same. */
const mayWork = (user) => ["admin", "auditor", "supervisor"].includes(user.role);

/** @param {State} state @param {any} message @param {Iterable<any>} pages those that have been loaded */
export function reduceState(state, message, pages) {
  const shell = Object.hasOwn(STEPS, message.type) ? STEPS[message.type](state, message) : state;
  let slices = shell.pages;
  for (const { name, reduce, initial } of pages) {
    // What one person saw is nothing that the next one should see.
    const slice = message.type === "signed_out" ? initial : reduce(slices[name] ?? initial, message, shell);
    if (slice !== slices[name]) slices = { ...slices, [name]: slice };
  }
  return slices === shell.pages ? shell : { ...shell, pages: slices };
}

const inSession = (state, change) => ({ ...state, session: { ...state.session, ...change } });

const STEPS = {
  lang: (state, { lang }) => ({ ...state, lang }),
  line: (state, { line }) => ({ ...state, line }),
  race: (state, { message }) => ({ ...state, race: reduceRace(state.race, message) }),
  address: (state, { address }) => ({ ...state, address, isHelpOpen: false, broken: null }),
  /** {name}: its chunk could not be had. */
  broken: (state, { name }) => ({ ...state, broken: name }),
  help: (state, { isOpen }) => ({ ...state, isHelpOpen: isOpen }),

  config: (state, { config }) => inSession(state, { config }),
  /** {me}: who the house says that we are. */
  me(state, { me }) {
    const { userId, username, displayName, role, shop } = me;
    const user = { userId, username, displayName, role };
    return inSession(state, { step: mayWork(user) ? "working" : "refused", user, shop, problem: null, isBusy: false });
  },
  signed_out: (state, { problem = null }) => ({
    ...inSession(state, { ...emptySession(), step: "signed_out", config: state.session.config, problem }),
    isHelpOpen: false,
  }),
  /** Nobody answers, and so nobody knows who is signed in. */
  away: (state, { problem }) => inSession(state, { step: "away", problem, isBusy: false }),
  busy: (state) => inSession(state, { isBusy: true, problem: null }),
  problem: (state, { problem }) => inSession(state, { problem, isBusy: false }),
};
