// SPDX-License-Identifier: MIT
// The strip of notices over every page.

import { html, nothing } from "lit";
import { READ_KEY, initial, endOf, keys, markRead, name, reduce, shopState, unread } from "./notices.js";
import { leave } from "./session.js";

/** Who is blocked has no session any more: the page says it before the next request would. */
function after(context) {
  const { state, session } = context;
  const code = session.step === "working" ? endOf(state.pages[name], session.user) : null;
  if (code !== null) leave(context, { code, facts: {} });
}

/** @param {import('./notices.js').Notices} notices @param {any} context */
function view(notices, context) {
  const { t, clock, format, state } = context;
  const now = clock.now();
  const shop = shopState(notices.shop, now);
  const strips = [
    shop.kind === "paused" ? strip("paused", t("messages.shop_paused", shop)) : null,
    shop.kind === "closed" ? strip("closed", closedText(shop.opensAt, t, format)) : null,
    state.race.paused
      ? strip(
          "game",
          t(notices.pauseReason ? "messages.game_paused_why" : "messages.game_paused", { reason: notices.pauseReason }),
        )
      : null,
  ].filter(Boolean);
  const messages = unread(notices, now);
  if (strips.length + messages.length === 0) return nothing;
  return html`<section class="notices" aria-label=${t("messages.heading")} aria-live="polite">
    ${strips} ${messages.map((message, i) => messageView(message, notices, context, i === 0))}
  </section>`;
}

const strip = (kind, text) => html`<p class="notice" data-notice=${kind}>${text}</p>`;

function closedText(opensAt, t, format) {
  if (opensAt === null) return t("messages.shop_closed");
  return t("messages.shop_closed_until", { at: format.moment(opensAt) });
}

/** @param {import("./notices.js").Message} message @param {any} notices */
function messageView({ messageId, text, by, at }, { sending }, context, isOldest) {
  const { t, format, session } = context;
  // Who still chooses a till has a field before her, which the key is for.
  const hasKey = isOldest && session.step === "working";
  return html`<div class="notice" data-notice="message" data-message=${messageId}>
    <p>
      <b>${text}</b>
      <span class="notice-by">${t("messages.sent_by", { by, at: format.clock(Date.parse(at)) })}</span>
    </p>
    <button
      ?disabled=${sending === messageId}
      aria-keyshortcuts=${hasKey ? READ_KEY : nothing}
      @click=${() => markRead(context, messageId)}
    >
      ${t("messages.read")}${hasKey ? html`<kbd>${t("messages.key")}</kbd>` : nothing}
    </button>
  </div>`;
}

/** Who still chooses a till hears it, too. */
export const notices = { name, initial, reduce, view, keys, after, isForAll: true };
