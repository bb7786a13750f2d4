// SPDX-License-Identifier: MIT
// A window over the page, as a part of what is drawn: it is there, and open, as long as the state says so.

import { ref } from "lit/directives/ref.js";

/** @param {Element|undefined} dialog */
const open = (dialog) =>
  queueMicrotask(() => {
    if (dialog instanceof HTMLDialogElement && dialog.isConnected && !dialog.open) dialog.showModal();
  });

/**
 * A window opens once it stands in the page with all that is in it. Asked at each drawing, for Lit keeps the element when one
 * window follows another: the one before has closed it. Whoever uses it listens for `close`: a browser that was told Escape
 * twice closes without `cancel`.
 */
export const openModal = () => ref((dialog) => open(dialog));
