// SPDX-License-Identifier: MIT
// All that a house has on record, short enough to compare: of each of its tables how many rows, and the hash of all of them.
// Not the pulse: when it last beat is no history. Nor what a restored house begins anew: where it is, the heads of its
// journals and its stream, the entries and the alarm that say so, and what tills are then told anew. Nor the signing key, which a
// newer release publishes when it first leads. Nor who is connected: each gateway tells it every ten seconds, in a table that
// is not logged, so a recovery finds it empty.
const ANEW = ["house_clock", "confirmation", "set_back", "till_past_secret", "till_book", "house_book", "stream", "presence"];

/** {table: columns}, for a record of no more than this. */
export async function shape(house) {
  const rows = await house.query(`select relname, array_agg(attname::text) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid
    where relnamespace = 'hippo'::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped group by relname`);
  return Object.fromEntries(rows.map(({ relname, columns }) => [relname, columns]));
}

export async function record(house, known) {
  const columns = Object.entries(known ?? (await shape(house))).filter(([table]) => !table.startsWith("pulse") && !ANEW.includes(table)).sort();
  const told = {};
  for (const [table, names] of columns)
    told[table] = await house.value(`select count(*) || ' ' || md5(coalesce(string_agg(r, '|' order by r collate "C"), '')) from (
      select (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(t)) where key in (${names.map((name) => `'${name}'`)}))::text as r from hippo."${table}" t
      where coalesce(to_jsonb(t) ->> 'action', '') not in ('set_back', 'signing_key') and coalesce(to_jsonb(t) ->> 'event', '') <> 'alarm'
        and coalesce(to_jsonb(t) ->> 'channel', 'race') = 'race') x`);
  return told;
}
