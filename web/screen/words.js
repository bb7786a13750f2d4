// SPDX-License-Identifier: MIT
// The sections of the catalogues that this application has in its bundle.

import * as en from "../i18n/en.js";
import * as fr from "../i18n/fr.js";
import * as ht from "../i18n/ht.js";

export const CATALOGUES = {
  fr: { ...fr.common, ...fr.screen },
  en: { ...en.common, ...en.screen },
  ht: { ...ht.common, ...ht.screen },
};
