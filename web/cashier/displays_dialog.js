// SPDX-License-Identifier: MIT
// The dialog of the till's customer displays: opening one as a second window, giving one to a tablet, taking one away. It is seldom
// wanted, so it is a chunk of its own.

import { html, nothing } from "lit";
import { addressOf, rememberedAccess } from "../lib/display_access.js";
import { qrView } from "../lib/qr_view.js";
import { name } from "./displays.js";
import { openModal } from "../lib/modal.js";

/** One window for all: opening it again brings it to the front. */
const WINDOW = "hippodrome-display";

export async function open(context) {
  context.dispatch({ type: "displays_open" });
  await step(context, () => {});
}

const close = ({ dispatch }) => dispatch({ type: "displays_close" });

/** One thing at a time; what is in force is asked for afterwards, whatever came of it. */
async function step(context, work) {
  const { api, dispatch, state, session } = context;
  if (state.pages[name].isBusy) return;
  dispatch({ type: "displays_busy" });
  try {
    await work();
    const { displays } = await api.get(`/till/displays?tillId=${session.till.tillId}`);
    dispatch({ type: "displays_list", list: displays });
  } catch ({ code, facts }) {
    dispatch({ type: "displays_problem", problem: { code, facts } });
  }
}

async function create({ api, display, session }, withCode = false) {
  const made = await api.post("/till/displays", { tillId: session.till.tillId, withCode });
  display?.wake();
  return made;
}

/** As a second window of this computer: the one that its browser remembers, if that is still in force. */
const openWindow = (context) =>
  step(context, async () => {
    const { tillId } = context.session.till;
    const known = rememberedAccess(window.localStorage, tillId);
    const { displays } = await context.api.get(`/till/displays?tillId=${tillId}`);
    const isInForce = known !== null && displays.some(({ displayId }) => displayId === known.displayId);
    const access = isInForce ? known : await create(context);
    window.open(addressOf(window.location.origin, tillId, access), WINDOW, "popup,width=1024,height=768");
  });

/** For a tablet, which reads the address from the glass, or is told the code. */
const giveToTablet = (context) =>
  step(context, async () => {
    const { displayId, token, code, codeExpiresAt: until } = await create(context, true);
    const address = addressOf(window.location.origin, context.session.till.tillId, { displayId, token });
    const made = { displayId, address, qr: null, code, until };
    context.dispatch({ type: "displays_made", made });
    const { qrModules } = await import("../lib/paper/qr.js");
    context.dispatch({ type: "displays_made", made: { ...made, qr: qrModules(address) } });
  });

const revoke = (context, displayId) =>
  step(context, async () => {
    await context.api.post(`/till/displays/${displayId}/revoke`);
    if (context.state.pages[name].made?.displayId === displayId) context.dispatch({ type: "displays_made", made: null });
  });

// View -------------------------------------------------------------------------------------------------------------

/** @param {import('./displays.js').Displays} displays @param {any} context */
export function view(displays, context) {
  const { t } = context;
  if (!displays.isOpen) return nothing;
  // No button is disabled while something goes on: it would lose the focus, and the window opens while the list is asked for.
  const isBusy = String(displays.isBusy);
  return html`<dialog class="displays" aria-labelledby="displays-heading" ${openModal()} @close=${() => close(context)}>
    <h1 id="displays-heading">${t("display.heading")}</h1>
    <p>${t("display.what")}</p>
    <div class="row">
      <button class="main" autofocus aria-disabled=${isBusy} @click=${() => openWindow(context)}>${t("display.window")}</button>
      <button aria-disabled=${isBusy} @click=${() => giveToTablet(context)}>${t("display.tablet")}</button>
    </div>
    ${displays.problem ? html`<p class="problem" role="alert">${context.problemText(displays.problem)}</p>` : nothing}
    ${displays.made ? madeView(displays.made, context) : nothing} ${listView(displays, context)}
    <button @click=${() => close(context)}>${t("display.close")}</button>
  </dialog>`;
}

function madeView({ address, qr, code, until }, { t, format }) {
  const where = `${window.location.host}/display/`;
  return html`<figure class="displays-made">
    ${qr ? qrView(qr, t("display.address_qr")) : nothing}
    <figcaption>
      <p>${t("display.scan")}</p>
      <code>${address}</code>
      <p>${t("display.type", { address: where, at: format.clock(Date.parse(until)) })}</p>
      <b class="displays-code">${code.slice(0, 4)} ${code.slice(4)}</b>
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
          <td><button aria-disabled=${String(isBusy)} @click=${() => revoke(context, displayId)}>${t("display.revoke")}</button></td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
