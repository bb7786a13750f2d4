// SPDX-License-Identifier: MIT
// The dialog of the till's customer displays.

import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import { qrView } from "../display/qr_view.js";
import { close, giveToTablet, initial, name, open, openWindow, reduce, revoke } from "./displays.js";

/** @param {import('./displays.js').Displays} displays @param {any} context */
function view(displays, context) {
  const { t } = context;
  const show = (dialog) => {
    if (!dialog || dialog.open === displays.isOpen) return;
    if (displays.isOpen) dialog.showModal();
    else dialog.close();
  };
  const closed = () => displays.isOpen && close(context);
  return html`<dialog class="displays" aria-labelledby="displays-heading" ${ref(show)} @close=${closed}>
    <h1 id="displays-heading">${t("display.heading")}</h1>
    <p>${t("display.what")}</p>
    <div class="row">
      <button class="main" ?disabled=${displays.isBusy} @click=${() => openWindow(context)}>${t("display.window")}</button>
      <button ?disabled=${displays.isBusy} @click=${() => giveToTablet(context)}>${t("display.tablet")}</button>
    </div>
    ${displays.problem ? html`<p class="problem" role="alert">${context.problemText(displays.problem)}</p>` : nothing}
    ${displays.made ? madeView(displays.made, t) : nothing} ${listView(displays, context)}
    <button @click=${() => close(context)}>${t("display.close")}</button>
  </dialog>`;
}

function madeView({ address, qr }, t) {
  return html`<figure class="displays-made">
    ${qr ? qrView(qr, t("display.address_qr")) : nothing}
    <figcaption>
      <p>${t("display.scan")}</p>
      <code>${address}</code>
    </figcaption>
  </figure>`;
}

function listView({ list, isBusy }, context) {
  const { t, format } = context;
  if (list === null) return nothing;
  if (list.length === 0) return html`<p class="muted">${t("display.none")}</p>`;
  return html`<table class="displays-list">
    <caption>${t("display.list", { count: list.length })}</caption>
    <tbody>
      ${list.map(
        ({ displayId, createdAt, by }) => html`<tr>
          <th scope="row">${t("display.number", { number: displayId })}</th>
          <td>${t("display.since", { at: format.moment(Date.parse(createdAt)), by: by.displayName })}</td>
          <td><button ?disabled=${isBusy} @click=${() => revoke(context, displayId)}>${t("display.revoke")}</button></td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** In the shell's menu: whoever has a till has displays. */
const menu = (context) =>
  context.session.till ? html`<button @click=${() => open(context)}>${context.t("display.heading")}</button>` : nothing;

/** Who has left shows customers nothing any more. */
function after(context, before) {
  if (before.session.step === "working" && context.session.step !== "working") context.display.stop();
}

export const displays = { name, initial, reduce, view, menu, after };
