// SPDX-License-Identifier: MIT
// How a form of the back office looks: its fields with what is wrong at each, what a change would do, from when and for whom,
// and after it who did it and when. Native fields only.

import { html, nothing } from "lit";
import { hoursView } from "./hours.js";
import { fieldOf, memberOf, readForm, textOf } from "./fields.js";
import { NO_FORM } from "./slice.js";

/**
 * @typedef {object} Spec
 * @property {string} id of the form, one on the page
 * @property {readonly import('./fields.js').Field[]} fields
 * @property {any} current what holds; null: something new
 * @property {string} submit what the button says
 * @property {(changes: readonly import('./fields.js').Change[], values: any) => readonly string[]} [notes] sentences
 *   on what the change means, for whom
 * @property {(changes: readonly import('./fields.js').Change[], values: any) => any} send
 * @property {Record<string, () => any>} [extra] fields that are more than one, by name
 * @property {Record<string, (value: any) => string>} [say] their values as people read them
 * @property {boolean} [isGrave] it takes something away that does not come back by itself
 * @property {boolean} [isBlocked] something beside the fields is missing
 * @property {boolean} [isAlways] it may be sent with nothing filled in
 */

/** @param {Spec} spec @param {import('./slice.js').Slice} slice @param {any} context @param {any} acts */
export function formView(spec, slice, context, acts) {
  const { t, session } = context;
  const form = slice.forms[spec.id] ?? NO_FORM;
  const digits = session.config.currencyDigits;
  const reading = readForm(spec.fields, form.typed, spec.current, digits);
  const isTouched = Object.keys(form.typed).length > 0;
  const at = form.problem ? fieldOf(form.problem, spec.fields) : null;
  const isReady = (spec.isAlways || reading.changes.length > 0) && Object.keys(reading.faults).length === 0;
  return html`<form
    class="set-form"
    data-form=${spec.id}
    autocomplete="off"
    novalidate
    @submit=${(event) => submit(event, spec, context, acts)}
  >
    ${spec.fields.map((field) => fieldView(field, spec, { form, reading, at, digits }, context, acts))}
    ${isReady ? consequenceView(spec, reading, context) : nothing}
    ${form.problem && at === null ? html`<p class="problem" role="alert" data-code=${form.problem.code}>${context.problemText(form.problem)}</p>` : nothing}
    ${form.problem?.offline ? againView(spec, context, acts) : nothing}
    ${form.done ? html`<p class="done" role="status">${t("set.done", { by: form.done.by, at: context.format.moment(form.done.at, session.config.timeZone) })}</p>` : nothing}
    <div class="row">
      <button class=${spec.isGrave ? "grave" : "main"} ?disabled=${form.isBusy || !isReady || spec.isBlocked}>${spec.submit}</button>
      ${isTouched ? html`<button type="button" @click=${() => acts.clear(context, spec.id)}>${t("set.undo")}</button>` : nothing}
    </div>
  </form>`;
}

/** Nobody answered: the same request, whatever stands in the fields by now. */
const againView = ({ id }, context, acts) => html`<div class="row again">
  <button type="button" class="main" @click=${() => acts.again(context, id)}>${context.t("set.send_again")}</button>
  <span class="muted">${context.t("set.again")}</span>
</div>`;

/** What stands in the fields now may be newer than what the button was drawn for. */
function submit(event, spec, context, acts) {
  event.preventDefault();
  const form = context.state.pages[acts.page].forms[spec.id] ?? NO_FORM;
  const { changes, faults, values } = readForm(spec.fields, form.typed, spec.current, context.session.config.currencyDigits);
  if (form.isBusy || spec.isBlocked || Object.keys(faults).length || !(spec.isAlways || changes.length)) return;
  spec.send(changes, values);
}

// Fields -----------------------------------------------------------------------------------------------------------------

function fieldView(field, spec, { form, reading, at, digits }, context, acts) {
  const { t } = context;
  const id = `${spec.id}-${field.name}`.replace(/[^\w-]/g, "-");
  const isTouched = Object.hasOwn(form.typed, field.name);
  const text = isTouched ? form.typed[field.name] : textOf(field, spec.current && memberOf(spec.current, field.name), digits);
  // An empty field that must be filled in is no fault before anybody has been there.
  const fault = isTouched && reading.faults[field.name];
  const words = at === field.name ? context.problemText(form.problem) : fault ? t(`set.fault.${fault}`, boundsOf(field)) : "";
  const type = (value) => acts.type(context, spec.id, { [field.name]: value });
  const label = field.label ?? t(`set.field.${field.name}`);
  const tools = { id, text, label, words, type, context, field };
  return html`<div class="set-field" data-field=${field.name} data-kind=${field.kind}>
    ${spec.extra?.[field.name] ? spec.extra[field.name]() : INPUT[field.kind](tools)}
    ${field.hint ? html`<p class="muted" id="${id}-hint">${field.hint}</p>` : nothing}
    ${words ? html`<p class="field-problem" id="${id}-problem" role="alert">${words}</p>` : nothing}
  </div>`;
}

const boundsOf = ({ lines = 4 }) => ({ count: lines });

const described = ({ id, words, field }) =>
  [words && `${id}-problem`, field.hint && `${id}-hint`].filter(Boolean).join(" ") || nothing;

const input = (tools, { type = "text", mode = "text", style = "" } = {}) => html`<label for=${tools.id}>${tools.label}</label>
  <input
    id=${tools.id}
    class=${style}
    type=${type}
    inputmode=${mode}
    maxlength=${tools.field.longest ?? 200}
    autocomplete=${type === "password" ? "new-password" : "off"}
    .value=${tools.text}
    aria-invalid=${tools.words ? "true" : nothing}
    aria-describedby=${described(tools)}
    ?required=${tools.field.isRequired}
    @input=${(event) => tools.type(event.target.value)}
  />`;

const INPUT = {
  text: (tools) => input(tools),
  day: (tools) => input(tools, { type: "date" }),
  password: (tools) => input(tools, { type: "password" }),
  amount: (tools) => input(tools, { mode: "decimal", style: "number" }),
  seconds: (tools) => input(tools, { mode: "decimal", style: "number" }),
  percent: (tools) => input(tools, { mode: "decimal", style: "number" }),
  count: (tools) => input(tools, { mode: "numeric", style: "number" }),
  lines: (tools) => html`<label for=${tools.id}>${tools.label}</label>
    <textarea
      id=${tools.id}
      rows=${tools.field.lines ?? 4}
      .value=${tools.text}
      aria-invalid=${tools.words ? "true" : nothing}
      aria-describedby=${described(tools)}
      @input=${(event) => tools.type(event.target.value)}
    ></textarea>`,
  choice: (tools) => html`<label for=${tools.id}>${tools.label}</label>
    <select
      id=${tools.id}
      aria-invalid=${tools.words ? "true" : nothing}
      aria-describedby=${described(tools)}
      @change=${(event) => tools.type(event.target.value)}
    >
      ${tools.field.isRequired && tools.text !== "" ? nothing : html`<option value="" ?selected=${tools.text === ""}>${tools.field.empty ?? ""}</option>`}
      ${tools.field.choices.map(
        ({ value, label }) => html`<option value=${String(value)} ?selected=${String(value) === tools.text}>${label}</option>`,
      )}
    </select>`,
  flag: (tools) => html`<label class="set-flag" for=${tools.id}>
    <input
      id=${tools.id}
      type="checkbox"
      .checked=${tools.text}
      aria-describedby=${described(tools)}
      @change=${(event) => tools.type(event.target.checked)}
    />
    <span>${tools.label}</span>
  </label>`,
  hours: (tools) => hoursView(tools),
};

// What it does -----------------------------------------------------------------------------------------------------------

/** Before anything is sent: each change, from when it holds, and what it means for whom. @param {Spec} spec */
function consequenceView({ notes, current, say = {} }, { changes, values }, context) {
  const { t } = context;
  const sentences = notes?.(changes, values) ?? [];
  return html`<section class="consequence" aria-label=${t("set.consequence")}>
    <h3>${t("set.consequence")}</h3>
    ${
      current === null
        ? nothing
        : html`<ul>
            ${changes.map(
              ({ field, from, to }) => html`<li>
                <b>${field.label ?? t(`set.field.${field.name}`)}</b>
                <span class="from">${(say[field.name] ?? sayField(field, context))(from)}</span> <span aria-hidden="true">→</span>
                <span class="to">${(say[field.name] ?? sayField(field, context))(to)}</span>
                ${field.when ? html`<span class="when">${t(`set.when.${field.when}`)}</span>` : nothing}
              </li>`,
            )}
          </ul>`
    }
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </section>`;
}

const sayField = (field, context) => (value) => sayValue(field, value, context);

/** A value as people read it. */
export function sayValue(field, value, context) {
  const { t, money, format } = context;
  if (field.kind === "flag") return t(value ? "set.yes" : "set.no");
  if (field.kind === "password") return "••••";
  if (field.kind === "hours") return value?.length ? value.map((part) => sayHours(part, t)).join(", ") : t("set.hours_always");
  if (value === null || value === undefined || value === "" || value.length === 0) return field.none ?? t("set.none");
  if (field.kind === "amount") return money(value);
  if (field.kind === "seconds") return t("set.unit.seconds", { value: textOf(field, value) });
  if (field.kind === "percent") return format.chance(value / 1_000_000);
  if (field.kind === "lines") return value.join(" / ");
  if (field.kind === "choice") return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  return field.unit ? t(`set.unit.${field.unit}`, { count: value }) : String(value);
}

const sayHours = ({ weekday, opens, closes }, t) => `${t(`set.weekday.${weekday}`)} ${opens}–${closes}`;
