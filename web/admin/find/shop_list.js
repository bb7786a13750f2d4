// SPDX-License-Identifier: MIT
// Shops, and what is in each of them.

import { badge, setLink, timeColumn } from "./cells.js";
import { pathWith } from "./filters.js";
import { listPage } from "./list.js";
import { linksView } from "./till_list.js";

const stateOf = ({ open, paused }) => (!open ? "gone" : paused ? "paused" : "open");
const TONES = { open: "good", paused: "wait", gone: "bad" };

const columns = [
  {
    name: "number",
    cell: ({ shopId, number }, context) => setLink("places", `shop-${shopId}`, number, context),
    text: ({ number }) => number,
  },
  { name: "name", isLong: true, cell: ({ name }) => name },
  {
    name: "state",
    cell: (shop, { t }) => badge(stateOf(shop), t(`find.shop.${stateOf(shop)}`), TONES[stateOf(shop)]),
    text: (shop, { t }) => t(`find.shop.${stateOf(shop)}`),
  },
  { name: "reason", isLong: true, cell: ({ paused }) => paused?.reason ?? "" },
  timeColumn("createdAt", ({ createdAt }) => createdAt),
  {
    name: "links",
    cell: ({ shopId }, context) => linksView({ shopId }, ["tills", "sessions", "tickets", "people"], context),
    text: ({ shopId }) => shopId,
  },
];

export const shopList = listPage({
  name: "shop_list",
  path: "shops",
  filters: [{ name: "search", kind: "text" }],
  source: (asked) => pathWith("/admin/shops", asked),
  columns,
});
