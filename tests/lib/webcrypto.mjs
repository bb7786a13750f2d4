// SPDX-License-Identifier: MIT
// What browsers have and Node 18 has under another name: to be imported before a page's own modules.
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
