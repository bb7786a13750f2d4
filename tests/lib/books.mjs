// SPDX-License-Identifier: MIT
// What must be true of a house's rounds and stream afterwards, whatever happened to it.
import assert from "node:assert/strict";
import "./webcrypto.mjs";
import { verifyRound } from "../../web/lib/hr1.js";

export const FIRST_ROUND = 10_000_001;

/**
 * Rounds are numbered without a gap, each has exactly one result, and it is the one that HR1 gives from the published
 * proof alone; the chain of commitments holds; offsets are 1..N; each round's events came once and in order.
 * Returns the settled rounds' proofs.
 */
export async function assertBooks(house) {
  const rounds = await house.query("select round_id, phase, runner_order, (race_ends_at - race_starts_at)::text as film from hippo.round order by round_id");
  // Where the house began anew its numbers may jump.
  const jumps = (await house.query("select to_regclass('hippo.set_back') is not null as there"))[0].there ? await house.query("select last_round_id, next_round_id from hippo.set_back") : [];
  rounds.forEach((round, i) => {
    const before = rounds[i - 1]?.round_id ?? FIRST_ROUND - 1;
    if (!jumps.some((jump) => jump.last_round_id === before && jump.next_round_id === round.round_id)) assert.equal(round.round_id, before + 1, "a gap in the round numbers");
  });
  const open = rounds.filter(({ phase }) => !["settled", "void"].includes(phase));
  assert.ok(open.length === 0 || (open.length === 1 && open[0] === rounds.at(-1)), "an old round was never settled");

  const [{ top }] = await house.query("select top from hippo.stream where channel = 'race'");
  const events = await house.query(`select "offset", event, round_id, data from hippo.stream_event where channel = 'race' and "offset" <= $1 order by "offset"`, [top]);
  events.forEach((event, i) => assert.equal(event.offset, i + 1, "a hole in the stream"));
  assert.equal(events.length, top);
  assertTimes(events);

  const settled = rounds.filter(({ phase }) => phase === "settled");
  for (const round of settled) assertRoundEvents(round, events.filter(({ round_id: id }) => id === round.round_id));

  const proofs = [];
  for (const { round_id: id } of settled) proofs.push(await readProof(house, id));
  for (const [i, proof] of proofs.entries()) {
    await assertProof(proof);
    assert.deepEqual(proof.order, settled[i].runner_order);
  }
  assertChain(proofs);
  assert.deepEqual(await house.query("select * from report.proof()", [], "hippo_report"), []);
  return proofs;
}

export async function readProof(house, id) {
  const answer = await house.get(`/api/v1/rounds/${id}/proof`);
  assert.equal(answer.status, 200, answer.text);
  return answer.json;
}

/** A stranger's view: from the proof alone. */
export async function assertProof(proof) {
  const failed = (await verifyRound(proof)).filter(({ ok }) => !ok);
  assert.deepEqual(failed, [], `round ${proof.roundId} does not verify`);
}

/** Each secret that is revealed is the commitment of the next round of its session; the first one's is the anchor. */
export function assertChain(proofs) {
  for (const [i, proof] of proofs.entries()) {
    const before = proofs[i - 1];
    if (proof.chainIndex === 1) assert.equal(proof.commitment, proof.anchor);
    else if (before?.roundId === proof.roundId - 1) {
      assert.equal(proof.session, before.session);
      assert.equal(proof.chainIndex, before.chainIndex + 1);
      assert.equal(proof.commitment, before.secret);
    }
  }
}

function assertTimes(events) {
  for (const [i, { data }] of events.entries())
    if (i > 0) assert.ok(data.serverTime >= events[i - 1].data.serverTime, `event ${i + 1} is older than the one before`);
}

function assertRoundEvents(round, events) {
  const what = `round ${round.round_id}`;
  const names = events.map(({ event }) => event).filter((event) => !["race_sync", "game_paused", "game_resumed"].includes(event));
  assert.deepEqual(names, ["new_round", "betting_closed", "race_start", "race_end", "race_results"], what);
  const of = (name) => events.find(({ event }) => event === name).data;
  const [start, end, results] = [of("race_start"), of("race_end"), of("race_results")];
  const syncs = events.filter(({ event }) => event === "race_sync").map(({ data }) => data);
  const position = (event) => events.findIndex((other) => other.event === event);
  for (const [i, { event }] of events.entries())
    if (event === "race_sync") assert.ok(i > position("race_start") && i < position("race_end"), `${what}: film outside the race`);

  assert.deepEqual(end.order, round.runner_order, what);
  assert.deepEqual(results.order, round.runner_order, what);
  assert.equal(end.winner.number, round.runner_order[0], what);
  for (const sync of syncs) assert.ok(sync.timeInRace <= sync.serverTime - start.raceStartTime, `${what}: the film ran ahead of its clock`);
  assertFilm(start.film, [...syncs, end].map(({ film }) => film), round.runner_order, what);
}

/** The pieces join without a hole, nobody runs backwards, and the order over the line is the drawn one. */
function assertFilm(geometry, pieces, order, what) {
  const tracks = geometry.runners.map(() => []);
  for (const { from, step, positions } of pieces) {
    assert.equal(step, geometry.step, what);
    assert.equal(from, tracks[0].length + 1, `${what}: a hole in the film`);
    assert.equal(positions.length, tracks.length, what);
    positions.forEach((piece, i) => tracks[i].push(...piece));
  }
  const crossings = tracks.map((track, i) => {
    assert.equal(track.length * geometry.step, geometry.duration, `${what}: the film's length`);
    assert.ok(track.every(Number.isInteger), what);
    track.forEach((at, k) => assert.ok(at >= (track[k - 1] ?? 0), `${what}: runner ${geometry.runners[i]} runs backwards`));
    const after = track.findIndex((at) => at >= geometry.distance);
    assert.ok(after >= 0, `${what}: runner ${geometry.runners[i]} never arrives`);
    const before = track[after - 1] ?? 0;
    return { number: geometry.runners[i], time: after + (geometry.distance - before) / (track[after] - before) };
  });
  crossings.sort((a, b) => a.time - b.time);
  assert.deepEqual(crossings.map(({ number }) => number), order, `${what}: the film ends in another order than the draw`);
  crossings.forEach(({ time }, i) => assert.ok(i === 0 || time > crossings[i - 1].time, `${what}: a dead heat`));
}
