// SPDX-License-Identifier: MIT
// The back office's Haitian Creole: a chunk of its own, since an office speaks one language at a time.

import {
  admin,
  adminCards,
  adminDay,
  adminFind,
  adminHouse,
  adminPaper,
  adminProof,
  adminReportColumns,
  adminReports,
  adminSet,
  adminSettings,
  common,
  market,
  work,
} from "../../i18n/ht.js";

export const words = {
  ...common,
  ...work,
  ...market,
  ...admin,
  ...adminDay,
  ...adminFind,
  ...adminSet,
  ...adminSettings,
  ...adminCards,
  ...adminHouse,
  ...adminPaper,
  ...adminProof,
  ...adminReports,
  ...adminReportColumns,
};
