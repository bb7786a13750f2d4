// SPDX-License-Identifier: MIT
// What a report says of where it comes from.
import { waitFor } from "./wait.mjs";

/** Of a report as JSON or as a file: {source, because, asOf, text}. */
export function origin({ json, text }) {
  if (json) return { source: json.source, because: json.because, asOf: json.asOf };
  const end = text.trimEnd().split("\r\n").at(-1);
  const because = /not the replica \((\w+)\)/.exec(end)?.[1] ?? null;
  const asOf = /by the replica, as of ([^,]+),/.exec(end)?.[1] ?? null;
  return { source: asOf ? "replica" : "main", because, asOf };
}

/** Waits until `standby` has all that `primary` has now. */
export async function caughtUp(primary, standby) {
  const end = await primary.value("select pg_current_wal_flush_lsn()");
  await waitFor("the standby has come so far", () => standby.value("select pg_last_wal_replay_lsn() >= $1::pg_lsn", [end]), 15_000, 10);
}
