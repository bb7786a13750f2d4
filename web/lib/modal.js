// SPDX-License-Identifier: MIT
// A window over the page, as a part of what is drawn: it is there, and open, as long as the state says so. Keys always have
// something to press in it: what has the focus may go with a drawing, be disabled while the house is asked, or come later than the
// window.

import { ref } from "lit/directives/ref.js";

/** By window: what had the focus and could not keep it. @type {WeakMap<Element, Element>} */
const disabled = new WeakMap();
/** By window: what was to have the focus at the last drawing. @type {WeakMap<Element, Element|null>} */
const chosen = new WeakMap();

/** @param {HTMLDialogElement} dialog @param {Element|null} held what had the focus in it before this drawing */
function keepFocus(dialog, held) {
  const first = dialog.querySelector("[autofocus]");
  const isNew = chosen.get(dialog) !== first;
  chosen.set(dialog, first);
  const wanted = held ?? disabled.get(dialog) ?? (isNew ? first : null);
  if (!wanted) return;
  const isThere = dialog.contains(wanted);
  if (isThere && wanted.matches(":disabled")) return void disabled.set(dialog, wanted);
  disabled.delete(dialog);
  // Somebody has gone on to something else, in this window or in another one that lies over it.
  if (document.activeElement !== document.body) return;
  const next = isThere ? wanted : first;
  if (next instanceof HTMLElement) next.focus();
}

/** @param {Element|undefined} dialog */
function open(dialog) {
  const focused = document.activeElement;
  const held = focused && dialog?.contains(focused) ? focused : null;
  queueMicrotask(() => {
    if (!(dialog instanceof HTMLDialogElement) || !dialog.isConnected) return;
    if (dialog.open) return keepFocus(dialog, held);
    chosen.set(dialog, dialog.querySelector("[autofocus]"));
    dialog.showModal();
  });
}

/**
 * A window opens once it stands in the page with all that is in it. Asked at each drawing, for Lit keeps the element when one
 * window follows another: the one before has closed it. Whoever uses it listens for `close`: a browser that was told Escape
 * twice closes without `cancel`.
 */
export const openModal = () => ref((dialog) => open(dialog));
