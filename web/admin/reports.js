// SPDX-License-Identifier: MIT
// The reports: which there are, and one of them for some days, as a table, a chart, a file and on paper.

import { writeAddress } from "./address.js";
import { INITIAL, pathOf, reduce, reportsOf } from "./reports/state.js";
import { listView, reportView } from "./reports/view.js";
import { html } from "lit";

const ROWS = 1_000;

const problemOf = ({ code, facts, offline }) => ({ code: code ?? "unavailable", facts, offline });

async function enter(context) {
  const asked = writeAddress(context.address);
  const slice = () => context.state.pages.reports;
  if (slice().asked === asked && !slice().problem) return;
  context.dispatch({ type: "reports.ask", asked });
  try {
    if (!slice().kinds) context.dispatch({ type: "reports.kinds", kinds: (await context.api.get("/reports")).items });
    const { id, query } = context.address;
    if (id === null || slice().asked !== asked) return;
    const names = reportsOf(slice().kinds, id);
    const answers = [];
    // One after another: the house lets two long questions run at a time, and other people ask, too.
    for (const name of names.length ? names : [id]) {
      const ofShop = slice().kinds.find(({ report }) => report === name)?.ofShop;
      answers.push(await context.api.get(pathOf(name, ofShop ? query : { ...query, shop: "" }, { limit: ROWS })));
    }
    context.dispatch({ type: "reports.answers", asked, answers });
  } catch (error) {
    context.dispatch({ type: "reports.failed", asked, problem: problemOf(error) });
  }
}

function view(slice, context) {
  const { t, problemText } = context;
  if (slice.kinds) return context.address.id === null ? listView(slice, context) : reportView(slice, context);
  if (!slice.problem) return html`<p class="card" role="status">${t("session.loading")}</p>`;
  return html`<p class="card problem" role="alert">${problemText(slice.problem)}</p>`;
}

export const reports = { name: "reports", initial: INITIAL, reduce, view, enter };
