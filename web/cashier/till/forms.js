// SPDX-License-Identifier: MIT
// What is typed at the till: a movement of cash, a count, the correction of a movement, the signature under a variance. One
// window over the page, which Escape leaves.

import { html, nothing } from "lit";
import { readAmount } from "../../lib/amount.js";
import { openModal } from "../../lib/modal.js";
import { count, move, reverse, sign } from "./acts.js";
import { isCounted, readPieces, sumOf } from "./count.js";
import { KINDS } from "./state.js";

/** @param {import('./state.js').TillState} state @param {any} context */
export function formView(state, context) {
  const { t, dispatch } = context;
  const { form } = state;
  const close = () => dispatch({ type: "till/closed" });
  return html`<dialog class="sheet form" data-form=${form.name} aria-labelledby="form-heading" ${openModal()} @close=${close}>
    <form @submit=${(event) => submit(event, context)} @keydown=${onEnter} autocomplete="off">
      ${FORMS[form.name](form, context)}
      ${state.problem ? html`<p class="problem" role="alert">${context.problemText(state.problem)}</p>` : nothing}
      <div class="row">
        <button class="main" ?disabled=${state.isBusy || !isReady(form, context)}>${t(`till.do.${form.name}`)}</button>
        <button type="button" @click=${close}>${t("till.cancel")}<kbd>${t("help.escape")}</kbd></button>
      </div>
    </form>
  </dialog>`;
}

const amountOf = (form, { session }) => readAmount(form.amount, session.config.currencyDigits);

/** May it be sent? A count only when each denomination is filled in. */
function isReady(form, context) {
  if (form.name === "count") return isCounted(form.pieces) && (!form.isRecount || form.reason.trim() !== "");
  if (form.name === "movement")
    return amountOf(form, context) > 0 && (form.kind !== "cash_out" || form.description.trim() !== "");
  if (form.name === "reverse") return form.reason.trim() !== "" && (form.amount === "" || amountOf(form, context) > 0);
  return form.reason.trim() !== "";
}

/** Enter in a field sends what is in the fields now, which may be newer than what the button was drawn for. */
function onEnter(event) {
  if (event.key !== "Enter" || event.defaultPrevented || !(event.target instanceof HTMLInputElement)) return;
  event.preventDefault();
  if (!event.repeat) event.currentTarget.requestSubmit();
}

function submit(event, context) {
  event.preventDefault();
  const state = context.state.pages.till;
  const { form } = state;
  if (!form || state.isBusy || !isReady(form, context)) return;
  if (form.name === "movement")
    move(state, context, {
      kind: form.kind,
      amount: amountOf(form, context),
      reference: form.reference.trim(),
      description: form.description.trim(),
    });
  else if (form.name === "count") count(state, context, form);
  else if (form.name === "reverse")
    reverse(state, context, { ...form, amount: form.amount === "" ? null : amountOf(form, context) });
  else sign(state, context, form.session, form.reason.trim());
}

/** A field whose text is in the state. */
function field(
  { t, dispatch },
  form,
  name,
  { label = `till.${name}`, isNumber = false, isFirst = false, longest = 200, isRequired = false } = {},
) {
  const typed = (event) => dispatch({ type: "till/typed", change: { [name]: event.target.value } });
  return html`<label for="till-${name}">${t(label)}</label>
    <input
      id="till-${name}"
      class=${isNumber ? "number" : ""}
      inputmode=${isNumber ? "decimal" : "text"}
      maxlength=${longest}
      .value=${form[name]}
      ?required=${isRequired}
      ?autofocus=${isFirst}
      @input=${typed}
    />`;
}

function movementForm(form, context) {
  const { t, dispatch, session } = context;
  return html`<h1 id="form-heading">${t("till.movement")}</h1>
    <div class="kinds" role="radiogroup" aria-label=${t("till.what")}>
      ${KINDS.map(
        (kind) => html`<label>
          <input type="radio" name="kind" value=${kind} .checked=${kind === form.kind} @change=${() => dispatch({ type: "till/typed", change: { kind } })} />
          <span>${t(`till.kind.${kind}`)}</span>
        </label>`,
      )}
    </div>
    <p class="muted">${t(`till.kind.${form.kind}.words`)}</p>
    <label for="till-amount">${t("till.amount_in", { currency: session.config.currency })}</label>
    <input
      id="till-amount"
      class="number"
      inputmode="decimal"
      maxlength="16"
      .value=${form.amount}
      required
      autofocus
      @input=${(event) => dispatch({ type: "till/typed", change: { amount: event.target.value } })}
    />
    ${field(context, form, "description", { label: form.kind === "cash_out" ? "till.why_required" : "till.why", isRequired: form.kind === "cash_out" })}
    ${field(context, form, "reference", { longest: 60 })}`;
}

function countForm(form, context) {
  const { t, money, dispatch } = context;
  const denominations = Object.keys(form.pieces)
    .map(Number)
    .sort((one, other) => other - one);
  const row = (each, i) => {
    const text = form.pieces[each];
    const pieces = readPieces(text);
    return html`<tr>
      <th scope="row"><label for="pieces-${each}">${money(each)}</label></th>
      <td>
        <input
          id="pieces-${each}"
          class="number"
          inputmode="numeric"
          autocomplete="off"
          maxlength="7"
          .value=${text}
          aria-invalid=${String(text !== "" && pieces === null)}
          ?autofocus=${i === 0}
          @input=${(event) => dispatch({ type: "till/pieces", each, text: event.target.value })}
          @keydown=${nextField}
        />
      </td>
      <td class="amount">${pieces ? money(each * pieces) : nothing}</td>
    </tr>`;
  };
  return html`<h1 id="form-heading">${t(form.isRecount ? "till.recount" : "till.count")}</h1>
    <table class="counts">
      <thead class="hidden"><tr><th>${t("till.denomination")}</th><th>${t("till.pieces")}</th><th>${t("till.amount")}</th></tr></thead>
      <tbody>${denominations.map(row)}</tbody>
      <tfoot><tr><th scope="row">${t("till.counted")}</th><td></td><td class="amount">${money(sumOf(form.pieces))}</td></tr></tfoot>
    </table>
    <div class="row">
      <button type="button" @click=${() => dispatch({ type: "till/rest" })}>${t("till.rest_none")}</button>
      ${isCounted(form.pieces) ? nothing : html`<span class="muted">${t("till.count_all")}</span>`}
    </div>
    ${form.isRecount ? nothing : whereView(form, context)}
    ${field(context, form, "reason", { label: form.isRecount ? "till.reason" : "till.reason_variance", isRequired: form.isRecount })}`;
}

/** Enter goes on to the next field that is empty; only when there is none does it send. */
function nextField(event) {
  if (event.key !== "Enter") return;
  const fields = [...event.target.closest("table").querySelectorAll("input")];
  const here = fields.indexOf(event.target);
  const next = [...fields.slice(here + 1), ...fields.slice(0, here)].find(({ value }) => value === "");
  if (!next && event.target.value !== "") return;
  event.preventDefault();
  (next ?? event.target).focus();
}

/** Where the cash goes: to the safe, or to the next cashier, who takes it over as her float. */
function whereView(form, { t, dispatch }) {
  const choice = (isHandover, label) => html`<label>
    <input type="radio" name="where" .checked=${form.isHandover === isHandover} @change=${() => dispatch({ type: "till/typed", change: { isHandover } })} />
    <span>${t(label)}</span>
  </label>`;
  return html`<div class="kinds" role="radiogroup" aria-label=${t("till.where")}>
    ${choice(false, "till.where.safe")} ${choice(true, "till.where.next")}
  </div>`;
}

function reverseForm(form, context) {
  const { t, money } = context;
  return html`<h1 id="form-heading">${t("till.reverse")}</h1>
    <p class="approval-what"><span>${t(`till.kind.${form.movement.kind}`)}</span><b>${money(form.movement.amount)}</b></p>
    ${field(context, form, "amount", { label: "till.right_amount", isNumber: true, isFirst: true, longest: 16 })}
    ${field(context, form, "reason", { isRequired: true })}`;
}

function signForm(form, context) {
  const { t, money } = context;
  return html`<h1 id="form-heading">${t("till.sign")}</h1>
    <p class="approval-what"><span>${form.session.cashier.displayName}</span><b>${money(form.session.count.variance)}</b></p>
    ${field(context, form, "reason", { isFirst: true, isRequired: true })}`;
}

const FORMS = { movement: movementForm, count: countForm, reverse: reverseForm, sign: signForm };
