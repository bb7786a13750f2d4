// SPDX-License-Identifier: MIT
// A supervisor approves something in front of the cashier: her name and her password, over the page, for one act of one amount.
// She is not signed in by that, and the cashier stays so. What she types is nowhere but in the two fields, and goes with them.

import { html, nothing, render } from "lit";

/** Of whoever is typing nobody knows before the window is open: another window waits for it. */
let last = Promise.resolve();

/**
 * @typedef {{action: 'pay'|'void'|'copy'|'verify'|'movement', subject: string, amount: number, needsReason?: boolean}} Asked subject:
 *   the ticket's number, the till session's, or the kind of the movement
 */

/**
 * @param {any} context of the page
 * @param {Asked} what
 * @returns {Promise<{approval: string, by: any, reason: string}|null>} what the act is sent with; null: nobody approved
 */
export function requestApproval(context, what) {
  const asked = last.then(() => ask(context, what));
  last = asked.then(
    () => undefined,
    () => undefined,
  );
  return asked;
}

function ask(context, what) {
  const before = document.activeElement;
  const dialog = document.createElement("dialog");
  dialog.className = "sheet approval";
  dialog.setAttribute("aria-labelledby", "approval-heading");
  document.body.append(dialog);
  return new Promise((resolve) => {
    let given = null;
    let problem = null;
    let isBusy = false;
    const draw = () => render(view(context, what, { problem, isBusy, submit, cancel }), dialog);
    const cancel = () => dialog.close();
    async function submit(event) {
      event.preventDefault();
      if (isBusy) return;
      const { username, password, reason } = event.target.elements;
      isBusy = true;
      problem = null;
      draw();
      try {
        const { action, subject, amount } = what;
        const body = { username: username.value.trim(), password: password.value, action, subject, amount };
        given = { ...(await context.api.post("/auth/approval", body)), reason: reason?.value.trim() ?? "" };
        dialog.close();
      } catch (error) {
        problem = { code: error.code, facts: error.facts };
        isBusy = false;
        password.value = "";
        draw();
        password.focus();
      }
    }
    dialog.addEventListener("close", () => {
      dialog.remove();
      // The caret was in this window and has gone with it: the field before has the focus again, and would not hear what is typed.
      if (before instanceof HTMLInputElement) before.select();
      resolve(given);
    });
    // Keys of the page below mean nothing here, and what is scanned now is no password.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    draw();
    dialog.showModal();
  });
}

function view(
  { t, money, session, problemText },
  { action, subject, amount, needsReason },
  { problem, isBusy, submit, cancel },
) {
  const about = action === "movement" ? t(`till.kind.${subject}`) : t(`approval.subject.${action}`, { subject });
  return html`<form @submit=${submit} autocomplete="off">
    <h1 id="approval-heading">${t("approval.heading")}</h1>
    <p class="approval-what"><span>${about}</span><b>${money(amount)}</b></p>
    <p class="muted">${t("approval.words", { name: session.user.displayName })}</p>
    ${
      needsReason
        ? html`<label for="approval-reason">${t(`approval.reason.${action}`)}</label>
          <input id="approval-reason" name="reason" maxlength="200" required />`
        : nothing
    }
    <label for="approval-username">${t("session.username")}</label>
    <input id="approval-username" name="username" autocomplete="off" autocapitalize="none" spellcheck="false" required autofocus />
    <label for="approval-password">${t("session.password")}</label>
    <input id="approval-password" name="password" type="password" autocomplete="off" required />
    ${problem ? html`<p class="problem" role="alert">${problemText(problem)}</p>` : nothing}
    <div class="row">
      <button class="main" ?disabled=${isBusy}>${t("approval.give")}</button>
      <button type="button" @click=${cancel}>${t("till.cancel")}<kbd>${t("help.escape")}</kbd></button>
    </div>
  </form>`;
}
