// SPDX-License-Identifier: MIT
// The sections of the catalogues that this application has in its bundle.

import * as en from "../i18n/en.js";
import * as fr from "../i18n/fr.js";
import * as ht from "../i18n/ht.js";

export const CATALOGUES = {
  fr: { ...fr.common, ...fr.market, ...fr.verify },
  en: { ...en.common, ...en.market, ...en.verify },
  ht: { ...ht.common, ...ht.market, ...ht.verify },
};
