// SPDX-License-Identifier: MIT
// How reports look, on the screen and on paper: which there are, the days, the table with its totals, the chart.

import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import { BASE } from "../../lib/api.js";
import { writeAddress } from "../address.js";
import { chartColumns, chartOf, fairnessTogether, groupsOf, pathOf, periodsOf, TOGETHER, writingOf } from "./state.js";

/** Columns whose values are words of the house; the catalogue has each. */
const WORDS = ["basis", "kind", "phase", "state", "status"];
/** Texts of any length, which may take more than one line. */
const LONG = [
  "after",
  "agents",
  "before",
  "description",
  "first_violation",
  "markets",
  "note",
  "reason",
  "subject",
  "void_reason",
];
const NUMBERS = ["amount", "part", "decimal", "count"];
/** The charts' own chunk, once it is there. @type {any} */
let charts = null;
let isLoading = false;
/** Data by the report and column that they were made from: what is the same is not drawn again each second. */
const made = new WeakMap();

/** @param {any} context */
export const todayOf = ({ format, clock, session }) =>
  format.moment(Number.isFinite(clock.now()) ? clock.now() : Date.now(), session.config.timeZone).slice(0, 10);

// Which there are --------------------------------------------------------------------------------------------------------

export function listView(slice, { t }) {
  return html`<div class="page-head"><h1>${t("page.reports")}</h1></div>
    <div class="report-groups">
      ${groupsOf(slice.kinds).map(
        ([group, names]) => html`<section class="panel">
          <h2>${t(`report.group.${group}`)}</h2>
          <ul>
            ${names.map((name) => html`<li><a href=${writeAddress({ page: "reports", id: name })}>${t(`report.name.${name}`)}</a></li>`)}
          </ul>
        </section>`,
      )}
    </div>`;
}

// One of them ------------------------------------------------------------------------------------------------------------

export function reportView(slice, context) {
  const { t, address } = context;
  const name = address.id;
  return html`<div class="page-head">
      <div>
        <a class="report-back" href="#/reports">${t("report.all")}</a>
        <h1>${t(`report.name.${name}`)}</h1>
      </div>
      <div class="row report-acts">
        ${TOGETHER[name] ? nothing : html`<a class="button" href=${BASE + pathOf(name, address.query, { format: "csv" })} download>${t("report.csv")}</a>`}
        <button @click=${() => window.print()}>${t("report.print")}</button>
      </div>
    </div>
    ${periodView(slice, context)}
    ${slice.problem ? html`<p class="problem" role="alert" data-code=${slice.problem.code}>${context.problemText(slice.problem)}</p>` : nothing}
    ${
      slice.answers
        ? slice.answers.map((answer) => answerView(answer, slice, context))
        : slice.problem
          ? nothing
          : html`<p role="status">${t("session.loading")}</p>`
    }
    ${TOGETHER[name] && slice.answers ? html`<p class="signature">${t("report.signature")}</p>` : nothing}`;
}

function periodView(slice, context) {
  const { t, address, session } = context;
  const today = todayOf(context);
  const { from = today, to = today, shop = "" } = address.query;
  const kind = slice.kinds.find(({ report }) => report === (TOGETHER[address.id]?.[1] ?? address.id));
  const isOfShop = kind?.ofShop && session.user.role !== "supervisor";
  const submit = (event) => {
    event.preventDefault();
    const { elements } = event.target;
    context.filter({ from: elements.from.value, to: elements.to.value, shop: elements.shop?.value ?? "" });
  };
  const button = ([name, days]) => {
    const isNow = days.from === from && days.to === to;
    return html`<button type="button" aria-pressed=${isNow} @click=${() => context.filter(days)}>${t(`report.period.${name}`)}</button>`;
  };
  return html`<form class="period" @submit=${submit} aria-label=${t("report.period")}>
    <div class="row">${Object.entries(periodsOf(today)).map(button)}</div>
    <div class="row period-days">
      <label>${t("report.from")} <input type="date" name="from" .value=${from} required /></label>
      <label>${t("report.to")} <input type="date" name="to" .value=${to} required /></label>
      ${
        isOfShop
          ? html`<label>${t("report.shop")}
              <input type="number" name="shop" min="1" max="999" .value=${shop} placeholder=${t("report.shops_all")} /></label>`
          : nothing
      }
      <button class="main">${t("report.show")}</button>
    </div>
  </form>`;
}

/** Where there is a replica, how old its figures are, or that it does not answer. */
function originOf({ source, asOf, because }, { t, session, format }) {
  if (source === "replica") return [t("report.of_replica", { at: format.moment(Date.parse(asOf), session.config.timeZone) })];
  return because ? [t("report.of_main")] : [];
}

function answerView(answer, slice, context) {
  const { t, session, format } = context;
  const kind = slice.kinds.find(({ report }) => report === answer.report);
  const values = {
    at: format.moment(Date.parse(answer.generatedAt), session.config.timeZone),
    version: answer.version,
  };
  const about = [
    session.config.name,
    t("report.days_of", { from: answer.from, to: answer.to }),
    answer.shop === null ? t("report.of_all") : t("report.of_shop", { shop: answer.shop }),
    t("report.rows", { count: answer.rows.length }),
    t("report.made", values),
    ...originOf(answer, context),
  ];
  return html`<section class="panel report" data-report=${answer.report}>
    ${TOGETHER[context.address.id] ? html`<h2>${t(`report.name.${answer.report}`)}</h2>` : nothing}
    <p class="report-about">${about.filter(Boolean).join(" · ")}</p>
    ${answer.truncated ? html`<p class="problem">${t("report.truncated", { count: format.count(answer.rows.length) })}</p>` : nothing}
    ${answer.rows.length === 0 ? html`<p class="report-nothing">${t("report.nothing")}</p>` : tableView(answer, kind, context)}
    ${TOGETHER[context.address.id] ? nothing : chartView(answer, kind, slice, context)}
  </section>`;
}

// The table --------------------------------------------------------------------------------------------------------------

function tableView(answer, { columns, report }, context) {
  const { rows, totals } = answer;
  const { t } = context;
  const period = report === "fairness" ? fairnessTogether(answer) : [];
  const isNumber = (column) => NUMBERS.includes(writingOf(column));
  const style = (column) => (isNumber(column) ? "number" : LONG.includes(column.name) ? "long" : writingOf(column));
  const hasTotals = totals && Object.keys(totals).length > 0;
  return html`<div class="table-frame" tabindex="0" role="region" aria-label=${t(`report.name.${report}`)}>
    <table class="table">
      <thead>
        <tr>${columns.map((column) => html`<th scope="col" class=${style(column)}>${t(`report.column.${column.name}`)}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>${row.map((value, i) => html`<td class=${style(columns[i])} data-status=${columns[i].name === "status" ? value : nothing}>${cellText(value, columns[i], context)}</td>`)}</tr>`)}
      </tbody>
      ${
        hasTotals
          ? html`<tfoot>
              <tr>
                ${columns.map(({ name, ...column }, i) =>
                  i === 0
                    ? html`<th scope="row">${t("report.total")}</th>`
                    : html`<td class=${style({ name, ...column })}>${name in totals ? cellText(totals[name], { name, ...column }, context) : nothing}</td>`,
                )}
              </tr>
            </tfoot>`
          : nothing
      }
      ${
        period.length > 0
          ? html`<tfoot class="together">
              ${period.map((row) => html`<tr>${row.map((value, i) => (columns[i].name === "day" ? html`<th scope="row">${t("report.total")}</th>` : html`<td class=${style(columns[i])}>${cellText(value, columns[i], context)}</td>`))}</tr>`)}
            </tfoot>`
          : nothing
      }
    </table>
  </div>`;
}

/** A value as people read it. */
export function cellText(value, column, { t, format, session }) {
  if (value === null) return "";
  const digits = session.config.currencyDigits ?? 2;
  switch (writingOf(column)) {
    case "amount":
      return format.money(Math.round(value * 10 ** digits), "", digits).trim();
    case "part":
      return format.chance(value);
    case "decimal":
      return format.odds(Math.round(value * 100));
    case "count":
      return format.count(value);
    case "time":
      return format.moment(Date.parse(value), session.config.timeZone);
    case "flag":
      return t(`report.value.${value ? "yes" : "no"}`);
    case "text":
      return textOf(value, column.name, t);
    default:
      return String(value);
  }
}

function textOf(value, name, t) {
  if (typeof value === "object") return JSON.stringify(value);
  const key = name === "market" ? `market.${value}` : `report.value.${value.replace(/ /g, "_")}`;
  const isWord = name === "market" || WORDS.includes(name);
  const text = isWord ? t(key) : key;
  return text === key ? value : text;
}

// The chart --------------------------------------------------------------------------------------------------------------

function chartView(answer, kind, slice, context) {
  const { t } = context;
  const names = chartColumns(kind);
  const column = slice.column ?? names.find((name) => ["sales", "stakes", "amount"].includes(name)) ?? names[0];
  if (!column || answer.truncated || new Set(answer.rows.map((row) => row[answer.columns.indexOf("day")])).size < 2)
    return nothing;
  const data = dataOf(answer, column);
  const shown = kind.columns.find(({ name }) => name === column);
  const write = (value) => cellText(value, shown, context);
  const values = { low: write(Math.min(...data[1])), high: write(Math.max(...data[1])), sum: write(answer.totals[column]) };
  load(context);
  return html`<figure class="report-chart">
    <figcaption>
      <label>${t("report.chart_of")}
        <select @change=${(event) => context.dispatch({ type: "reports.column", column: event.target.value })}>
          ${names.map((name) => html`<option value=${name} ?selected=${name === column}>${t(`report.column.${name}`)}</option>`)}
        </select></label>
      <span>${t("report.chart", { column: t(`report.column.${column}`) })}. ${t("report.chart_says", values)}</span>
    </figcaption>
    <div
      class="chart"
      role="img"
      aria-label=${t("report.chart", { column: t(`report.column.${column}`) })}
      ${ref((element) => draw(element, data, { write, isCount: writingOf(shown) === "count" }))}
    ></div>
  </figure>`;
}

/** Once it stands in the page: before, it has no width. */
function draw(element, data, options) {
  if (element && charts) requestAnimationFrame(() => charts.drawChart(element, data, options));
}

function dataOf(answer, column) {
  if (!made.has(answer)) made.set(answer, {});
  made.get(answer)[column] ??= chartOf(answer, column);
  return made.get(answer)[column];
}

async function load(context) {
  if (charts || isLoading) return;
  isLoading = true;
  charts = await import("./chart.js").catch(() => null);
  isLoading = false;
  if (charts) context.dispatch({ type: "reports.column", column: context.state.pages.reports.column });
}
