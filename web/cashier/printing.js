// SPDX-License-Identifier: MIT
// The counter's printer, whatever the profile says that it is, and which papers went to it. A page prints with one call; what
// was sent is kept as not yet seen (papers.js).

import { createPrinter } from "../lib/paper/printer.js";
import { loadProfile, saveProfile } from "../lib/paper/profile.js";
import { paperOf, sent } from "./papers.js";

/**
 * @param {{api: any, dispatch: (message: any) => any}} context
 * @param {(profile: import('../lib/paper/profile.js').Profile, world: object) => ReturnType<typeof createPrinter>} [create]
 */
export function createPrinting(context, create = createPrinter) {
  let profile = loadProfile();
  let printer = make();
  /** The picture at the head of the house's papers: a paper never waits for it. @type {import('../lib/paper/picture.js').Picture|null} */
  let logo = null;
  let isAsked = false;
  askLogo();

  async function askLogo() {
    if (isAsked) return;
    isAsked = true;
    try {
      ({ logo } = await context.api.get("/logo"));
    } catch {
      isAsked = false; // with the next paper
    }
  }

  function make() {
    return create(profile, { onChange: (state) => context.dispatch({ type: "printer", printer: state }) });
  }

  return {
    /** @param {any} facts as the api answered them @param {{kind: string, lang: string}} how */
    async print(facts, how) {
      const paper = paperOf(facts, how.kind);
      askLogo();
      try {
        const answer = await printer.print(facts, { ...how, logo });
        if (paper) sent(context, paper);
        return answer;
      } catch (error) {
        if (paper) context.dispatch({ type: "papers/unsent", paper, isUnsent: !error.written && !facts.copy });
        throw error;
      }
    },
    connect: () => printer.connect(),
    openDrawer: () => printer.openDrawer(),
    state: () => printer.state(),
    profile: () => profile,
    /** Another printer from now on. @param {import('../lib/paper/profile.js').Profile} next */
    use(next) {
      saveProfile(next);
      profile = loadProfile();
      printer = make();
      context.dispatch({ type: "printer", printer: printer.state() });
    },
  };
}
