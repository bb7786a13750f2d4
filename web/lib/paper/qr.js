// SPDX-License-Identifier: MIT
// The modules of a QR code, with four of white around them, as the standard wants.

import { encodeQR } from "qr";

const QUIET = 4;

/** @returns {boolean[][]} rows from top to bottom, true is dark */
export const qrModules = (text) => encodeQR(text, "raw", { ecc: "medium", border: QUIET });
