// SPDX-License-Identifier: MIT
// A QR code on the glass.

import { html, svg } from "lit";

/** @param {boolean[][]} modules @param {string} label */
export function qrView(modules, label) {
  const size = modules.length;
  const path = modules.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  return html`<svg class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
  </svg>`;
}
