// SPDX-License-Identifier: MIT
// How the day at a glance looks: alarms first, then the figures, charts, the last rounds, shops and what waits.

import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import { writeAddress } from "./address.js";
import { chartsOf, clockOf, dayAfter, holdOf, salesOf, shopsOf } from "./day_state.js";

/** The charts' own chunk, once it is there. @type {any} */
let charts = null;
let isLoading = false;
/** What the charts show, by the day that it was made from: the same data are not drawn anew each second. */
const made = new WeakMap();

/** @param {import('./day_state.js').Slice} slice @param {any} context */
export function view({ day, problem }, context) {
  const { t } = context;
  if (!day)
    return html`<h1>${t("page.day")}</h1>${problemView(problem, context) ?? html`<p role="status">${t("session.loading")}</p>`}`;
  return html`
    ${headView(day, context)} ${problemView(problem, context)} ${alarmsView(day, context)}
    ${figuresView(day, context)}
    <div class="day-charts">${chartView("turnover", day, context)} ${chartView("kept", day, context)}</div>
    <div class="day-lists">${roundsView(day, context)} ${day.now ? html`${shopsView(day.now, context)} ${waitingView(day.now, context)}` : nothing}</div>
  `;
}

const problemView = (problem, { problemText }) =>
  problem ? html`<p class="problem" role="alert" data-code=${problem.code}>${problemText(problem)}</p>` : null;

function headView(day, context) {
  const { t, format } = context;
  // Today has no day in its address, so that the page goes on with the house at midnight.
  const today = day.now ? day.day : null;
  const to = (date) => writeAddress({ page: "day", query: { day: date } });
  const choose = (event) =>
    event.target.value && context.go({ page: "day", query: { day: event.target.value === today ? null : event.target.value } });
  return html`<div class="page-head">
    <h1>${day.shop ? t("day.of_shop", { shop: day.shop.name }) : t("page.day")}</h1>
    <div class="row day-choice">
      <a class="button" href=${to(dayAfter(day.day, -1))} aria-label=${t("day.before")} aria-keyshortcuts="ArrowLeft">${"\u2190"}</a>
      <input type="date" aria-label=${t("day.choose")} .value=${day.day} @change=${choose} />
      ${
        day.now
          ? nothing
          : html`<a class="button" href=${to(dayAfter(day.day, 1))} aria-label=${t("day.after")} aria-keyshortcuts="ArrowRight">${"\u2192"}</a>
              <a class="button" href=${to(null)}>${t("day.today")}</a>`
      }
      <span class="muted" data-generated=${day.generatedAt}>${t("day.as_of", { at: format.clock(Date.parse(day.generatedAt)) })}</span>
    </div>
  </div>`;
}

// Alarms -----------------------------------------------------------------------------------------------------------------

/** Where what an alarm is about can be seen to. */
const WHERE = {
  stuck: ({ roundId }) => ({ page: "rounds", id: roundId }),
  clock: () => ({ page: "house" }),
  proof: () => ({ page: "proof" }),
  unproven: () => ({ page: "proof" }),
  till_numbers: () => ({ page: "places" }),
};

function alarmsView({ now }, { t, format, mayOpen }) {
  if (!now?.alarms?.length) return now?.alarms ? html`<p class="day-well">${t("day.well")}</p>` : nothing;
  const facts = (alarm) => ({
    ...alarm,
    round: alarm.roundId,
    seconds: format.spanSeconds(Math.abs(alarm.skewMs ?? 0)),
    at: alarm.at ? format.moment(Date.parse(alarm.at)) : t("day.never"),
    day: alarm.day ?? t("day.never"),
    count: alarm.violations,
    till: alarm.tillId,
  });
  const link = (to) =>
    to && mayOpen(to.page) ? html`<a class="button" href=${writeAddress(to)}>${t("day.look")}</a>` : nothing;
  return html`<div class="day-alarms" role="alert">
    ${now.alarms.map(
      (alarm) => html`<div data-alarm=${alarm.kind}>
        <p><b>${t(`alarm.${alarm.kind}`, facts(alarm))}</b> ${t(`alarm_do.${alarm.kind}`, facts(alarm))}</p>
        ${link(WHERE[alarm.kind]?.(alarm))}
      </div>`,
    )}
  </div>`;
}

// Figures ----------------------------------------------------------------------------------------------------------------

function figuresView(day, context) {
  const { t, money } = context;
  const { now } = day;
  const sales = salesOf(day);
  const tickets = (count) => t("day.tickets", { count });
  const figure = (key, value, /** @type {any} */ note = nothing) => html`<div class="panel" data-figure=${key}>
    <dt>${t(`day.${key}`)}</dt>
    <dd>${value}</dd>
    <dd class="note">${note}</dd>
  </div>`;
  return html`<dl class="day-figures">
    ${figure("sales", money(sales.stakes), tickets(sales.tickets))}
    ${figure("prizes", money(day.prizes), t("day.rounds", { count: day.rounds.settled }))}
    ${figure("gross", money(day.gross), holdText(day, context))}
    ${figure("paid", money(day.paid.amount), tickets(day.paid.count))}
    ${
      now
        ? html`${figure("most", money(now.round?.most ?? 0), now.round ? t("shell.round", { round: now.round.roundId }) : nothing)}
            ${figure("unpaid", money(now.unpaid.amount), tickets(now.unpaid.tickets))}
            ${figure("cash", now.tills.cash === null ? t("day.untold") : money(now.tills.cash), t("day.tills_open", { count: now.tills.open }))}
            ${figure("waiting", String(now.tills.waiting.length), waitingText(now, context))}
            ${
              now.connected.screens === null
                ? nothing
                : figure("screens", String(now.connected.screens), t("day.gateways", { count: now.connected.gateways }))
            }`
        : nothing
    }
    ${day.refunds > 0 ? figure("refunds", money(day.refunds), t("day.void_rounds", { count: day.rounds.void })) : nothing}
  </dl>`;
}

/** What was kept beside what should have been, and whether chance does that. */
function holdText(day, { t, format }) {
  const hold = holdOf(day.hold);
  if (!hold) return nothing;
  const values = {
    observed: format.chance(hold.observed),
    expected: format.chance(hold.expected),
    band: format.chance(hold.band),
  };
  return html`<span>${t(hold.verdict === "few" ? "day.hold_few" : "day.hold", values)}</span>
    <span class="verdict" data-verdict=${hold.verdict}>${t(`day.verdict.${hold.verdict}`)}</span>`;
}

function waitingText({ tills }, { t, money }) {
  const sum = tills.waiting.reduce((total, { variance }) => total + variance, 0);
  return tills.waiting.length ? t("day.variance", { amount: money(sum) }) : nothing;
}

// Charts -----------------------------------------------------------------------------------------------------------------

function chartView(kind, day, context) {
  const { t, format, session } = context;
  if (kind === "kept" && !day.hold) return nothing;
  if (!made.has(day)) made.set(day, chartsOf(day.course));
  const data = made.get(day)[kind];
  const unit = 10 ** (session.config?.currencyDigits ?? 2);
  const words = kind === "turnover" ? ["day.stakes", "day.prizes"] : ["day.gross", "day.theory", "day.band"];
  const draw = (element) =>
    element &&
    charts?.drawChart(element, { kind, data, words: words.map((key) => t(key)), write: (minor) => format.short(minor / unit) });
  loadCharts(context);
  return html`<figure class="panel">
    <figcaption>
      <h2>${t(`day.chart.${kind}`)}</h2>
      <ul class="legend">${words.map((key, i) => html`<li data-line=${i}>${t(key)}</li>`)}</ul>
    </figcaption>
    ${
      day.course.length
        ? html`<div class="chart" data-chart=${kind} role="img" aria-label=${summaryOf(kind, day, context)} ${ref(draw)}></div>`
        : html`<p class="muted">${t("day.no_rounds")}</p>`
    }
  </figure>`;
}

/** The chart in words, for whoever does not see it. */
function summaryOf(kind, day, { t, money }) {
  const last = day.course.at(-1);
  const values = { at: clockOf(last.minute), stakes: money(day.stakes), prizes: money(day.prizes), gross: money(day.gross) };
  return t(`day.chart_says.${kind}`, values);
}

async function loadCharts(context) {
  if (charts || isLoading) return;
  isLoading = true;
  charts = await import("./chart.js").catch(() => null);
  isLoading = false;
  context.redraw();
}

// Lists ------------------------------------------------------------------------------------------------------------------

function roundsView({ lastRounds, shop }, { t, money, format, mayOpen }) {
  const number = (roundId) =>
    mayOpen("rounds") ? html`<a href=${writeAddress({ page: "rounds", id: roundId })}>${roundId}</a>` : roundId;
  const amount = (minor) => (minor === null ? "\u2013" : money(minor));
  return html`<section class="panel" data-list="rounds">
    <h2>${t("day.last_rounds")}</h2>
    <div class="table-frame" tabindex="0" role="region" aria-label=${t("day.last_rounds")}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${t("day.round")}</th><th scope="col">${t("day.opened")}</th><th scope="col">${t("day.arrival")}</th>
            ${shop ? nothing : html`<th scope="col" class="number">${t("day.stakes")}</th><th scope="col" class="number">${t("day.prizes")}</th>`}
          </tr>
        </thead>
        <tbody>
          ${lastRounds.map(
            ({ roundId, phase, openedAt, order, stakes, prizes }) => html`<tr data-round=${roundId}>
              <th scope="row">${number(roundId)}</th>
              <td>${format.clock(Date.parse(openedAt))}</td>
              <td>${order ? order.slice(0, 3).join(" - ") : t(`day.phase.${phase}`)}</td>
              ${shop ? nothing : html`<td class="number">${amount(stakes)}</td><td class="number">${amount(prizes)}</td>`}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function shopsView(now, { t, money }) {
  const shops = shopsOf(now);
  return html`<section class="panel" data-list="shops">
    <h2>${t("day.shops")}</h2>
    ${
      shops.length
        ? html`<div class="table-frame" tabindex="0" role="region" aria-label=${t("day.shops")}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">${t("day.shop")}</th><th scope="col" class="number">${t("day.open")}</th>
                  <th scope="col" class="number">${t("day.connected")}</th><th scope="col" class="number">${t("day.displays")}</th>
                  <th scope="col" class="number">${t("day.cash")}</th>
                </tr>
              </thead>
              <tbody>
                ${shops.map(
                  ({
                    shop,
                    open,
                    cash,
                    tills,
                    displays,
                  }) => html`<tr data-shop=${shop.shopId} data-quiet=${String(tills < open)}>
                    <th scope="row">${shop.number} ${shop.name}</th>
                    <td class="number">${open}</td><td class="number">${tills}</td><td class="number">${displays}</td>
                    <td class="number">${cash === null ? t("day.untold") : money(cash)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>
          </div>`
        : html`<p class="muted">${t("day.no_tills")}</p>`
    }
  </section>`;
}

function waitingView({ tills }, { t, money, format, mayOpen }) {
  if (!tills.waiting.length) return nothing;
  const named = (sessionId, name) =>
    mayOpen("sessions") ? html`<a href=${writeAddress({ page: "sessions", id: sessionId })}>${name}</a>` : name;
  return html`<section class="panel" data-list="waiting">
    <h2>${t("day.waiting")}</h2>
    <ul class="day-waiting">
      ${tills.waiting.map(
        ({ sessionId, till, cashier, countedAt, variance }) => html`<li data-session=${sessionId}>
          <span><b>${named(sessionId, `${till.shop.name} · ${till.name}`)}</b> ${cashier.displayName}</span>
          <span class="muted">${format.moment(Date.parse(countedAt))}</span>
          <b class="number" data-sign=${String(Math.sign(variance))}>${money(variance)}</b>
        </li>`,
      )}
    </ul>
  </section>`;
}
