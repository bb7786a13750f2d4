// SPDX-License-Identifier: MIT
// Users, and what each of them did.

import { badge, setLink, timeColumn } from "./cells.js";
import { pathWith } from "./filters.js";
import { listPage } from "./list.js";
import { linksView } from "./till_list.js";

const ROLES = ["cashier", "supervisor", "auditor", "admin"];

/** Who sells. */
const AT_TILLS = ["cashier", "supervisor"];

const columns = [
  {
    name: "username",
    cell: ({ userId, username }, context) => setLink("staff", userId, username, context),
    text: ({ username }) => username,
  },
  { name: "displayName", isLong: true, cell: ({ displayName }) => displayName },
  { name: "role", cell: ({ role }, { t }) => t(`find.role.${role}`) },
  { name: "shop", cell: ({ shop }) => (shop ? `${shop.number} ${shop.name}` : "") },
  {
    name: "state",
    cell: ({ blocked }, { t }) =>
      badge(blocked ? "blocked" : "works", t(`find.user.${blocked ? "blocked" : "works"}`), blocked ? "bad" : "good"),
    text: ({ blocked }, { t }) => t(`find.user.${blocked ? "blocked" : "works"}`),
  },
  timeColumn("createdAt", ({ createdAt }) => createdAt),
  {
    name: "links",
    cell: ({ role, userId }, context) => [
      AT_TILLS.includes(role) ? linksView({ cashierId: userId }, ["tickets", "sessions"], context) : "",
      linksView({ userId }, ["audit"], context),
    ],
    text: ({ userId }) => userId,
  },
];

export const userList = listPage({
  name: "user_list",
  path: "people",
  filters: [
    { name: "search", kind: "text" },
    { name: "role", kind: "choice", choices: ROLES, words: "role" },
    { name: "shopId", kind: "shop" },
  ],
  source: (asked) => pathWith("/admin/users", asked),
  columns,
});
