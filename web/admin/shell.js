// SPDX-License-Identifier: MIT
// What stands around every page of the back office: the head with the round and the user, the navigation, the search, the menu.

import { html, nothing } from "lit";
import { countdownView, cutView, lineBadge, menuView } from "../lib/head.js";
import { writeAddress } from "./address.js";
import { helpView, versionView } from "./help.js";
import { GROUPS, pageAt, pagesOf } from "./pages.js";
import { sessionView, signOut } from "./session.js";

/** @param {import('./state.js').State} state @param {any} context @param {Map<string, any>} loaded */
export function shellView(state, context, loaded) {
  const { user, step, config } = state.session;
  const isWorking = step === "working";
  const entry = isWorking ? pageAt(state.address, user.role) : null;
  return html`
    <header class="head">
      <p class="brand">${isWorking ? pagesButton(context) : nothing}${config?.name ?? nothing}</p>
      ${countdownView(state, context)} ${sideView(state, context)}
    </header>
    ${cutView(state, (line) => context.t(`admin.cut.${line}`))}
    ${isWorking ? navigationView(context, entry) : nothing}
    <main class="page" data-page=${isWorking ? nameOf(state, entry, loaded) : "session"} tabindex="-1">
      ${isWorking ? pageView(state, context, entry, loaded) : sessionView(context)}
    </main>
    ${state.isHelpOpen ? helpView(context, loaded.get(entry?.name)) : nothing}
  `;
}

/** For tests and style sheets: which page is seen, or why none is. */
function nameOf({ broken }, entry, loaded) {
  if (!entry) return "missing";
  return broken === entry.name || !loaded.has(entry.name) ? "loading" : entry.name;
}

function pageView(state, context, entry, loaded) {
  const { t } = context;
  if (!entry)
    return html`<section class="card"><h1>${t("admin.missing")}</h1><a class="button" href="#/">${t("admin.to_first")}</a></section>`;
  const page = loaded.get(entry.name);
  if (page) return page.view(state.pages[page.name], context);
  if (state.broken !== entry.name) return html`<p class="card" role="status">${t("session.loading")}</p>`;
  return html`<section class="card">
    <p role="alert">${t("admin.broken")}</p>
    <button class="main" @click=${() => window.location.reload()}>${t("admin.reload")}</button>
  </section>`;
}

/** Where the screen is narrow the pages stand behind this. */
const pagesButton = ({ t }) => html`<button class="pages-button" popovertarget="navigation">${t("admin.pages")}</button>`;

/** A column beside the page; where there is no room for it, a popover. */
function navigationView(context, entry) {
  const { t, session } = context;
  const pages = pagesOf(session.user.role);
  const link = ({ name, path, key }) => html`<li>
    <a href=${writeAddress({ page: path })} aria-current=${name === entry?.name ? "page" : nothing} aria-keyshortcuts=${`g ${key}`}>
      <span>${t(`page.${name}`)}</span><kbd>g ${key}</kbd>
    </a>
  </li>`;
  return html`<nav class="navigation" id="navigation" popover aria-label=${t("admin.pages")} @click=${closeAfterLink}>
    ${searchView(context, pages)}
    ${GROUPS.map((group) => pages.filter((page) => page.group === group))
      .filter((some) => some.length)
      .map(
        (some) => html`<section>
          <h2>${t(`admin.group.${some[0].group}`)}</h2>
          <ul>${some.map(link)}</ul>
        </section>`,
      )}
  </nav>`;
}

function closeAfterLink({ target, currentTarget }) {
  if (target.closest("a") && currentTarget.matches(":popover-open")) currentTarget.hidePopover();
}

/** Where some page can find things by what is typed. */
function searchView(context, pages) {
  const { t } = context;
  if (!pages.some(({ find }) => find)) return nothing;
  const submit = (event) => {
    event.preventDefault();
    const { search } = event.target.elements;
    const isFound = context.search(search.value);
    search.setCustomValidity(isFound ? "" : t("admin.search_none"));
    search.reportValidity();
    if (!isFound) return;
    // Keys are the page's again, and what is typed or scanned next must not follow what stands there.
    event.target.reset();
    search.blur();
  };
  const clear = (event) => event.target.setCustomValidity("");
  return html`<form role="search" class="search" @submit=${submit}>
    <input
      type="search"
      name="search"
      id="search"
      aria-label=${t("admin.search")}
      placeholder=${t("admin.search")}
      aria-keyshortcuts="/"
      @input=${clear}
    />
  </form>`;
}

function sideView(state, context) {
  const { t, session } = context;
  const isWorking = session.step === "working";
  return html`<div class="side">
    ${lineBadge(state, context)}
    ${
      isWorking
        ? html`<span class="who">
              <b>${session.user.displayName}</b>
              <span>${t(`role.${session.user.role}`)}${session.shop ? ` · ${session.shop.name}` : nothing}</span>
            </span>
            <button aria-label=${t("shell.help")} aria-keyshortcuts="?" @click=${() => context.dispatch({ type: "help", isOpen: true })}>
              <kbd>?</kbd>
            </button>`
        : nothing
    }
    ${menuView(state, context, isWorking ? menuItems(context) : nothing)}
  </div>`;
}

const menuItems = (context) =>
  html`${versionView(context)} <button @click=${() => signOut(context)}>${context.t("session.sign_out")}</button>`;
