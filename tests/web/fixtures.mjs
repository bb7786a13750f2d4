// SPDX-License-Identifier: MIT
// A whole round as the server tells it, for the tests of the screen.

export const T0 = 1_800_000_000_000;
export const NUMBERS = [6, 7, 8, 9, 10, 54];
export const ORDER = [8, 6, 7, 10, 9, 54];
export const DISTANCE = 500_000;
export const DURATION = 30_000;
export const PLAYOUT = 1_750;

const RUNNERS = [
  { number: 6, name: "Tonnerre", odds: 550, weight: 883_224, color: "#c1121f" },
  { number: 7, name: "Soleil", odds: 470, weight: 1_033_560, color: "#1d4ed8" },
  { number: 8, name: "Ouragan", odds: 720, weight: 674_685, color: "#f2c230" },
  { number: 9, name: "Étoile", odds: 580, weight: 837_540, color: "#0f9d58" },
  { number: 10, name: "Mistral", odds: 810, weight: 599_720, color: "#7b2cbf" },
  { number: 54, name: "Colibri", odds: 450, weight: 1_079_496, color: "#f3f4f6" },
];

export function roundOf(number, openTime = T0) {
  return {
    roundId: number,
    number,
    session: "2026-11-23/1",
    chainIndex: 1,
    phase: "betting",
    card: { template: "base", runners: RUNNERS },
    cardHash: "ab".repeat(32),
    commitment: "cd".repeat(32),
    openTime,
    lockTime: openTime + 55_000,
    raceStartTime: openTime + 60_000,
    raceEndTime: openTime + 90_000,
    closeTime: openTime + 95_000,
  };
}

/** When each runner crosses the line, in the order of arrival; never on a sample, as in life. */
export function crossingOf(number) {
  return 27_030 + ORDER.indexOf(number) * 370;
}

/** All 300 samples of each runner, at an even pace; they run on behind the line. */
export const POSITIONS = NUMBERS.map((number) =>
  Array.from({ length: DURATION / 100 }, (_, i) => Math.round(((i + 1) * 100 * DISTANCE) / crossingOf(number))),
);

export const GEOMETRY = {
  runners: NUMBERS,
  distance: DISTANCE,
  step: 100,
  duration: DURATION,
  playoutDelay: PLAYOUT,
};

export const piece = (from, to) => ({
  from,
  step: 100,
  positions: POSITIONS.map((row) => row.slice(from - 1, to)),
});

export const runner = (number) => {
  const { name, odds, color } = RUNNERS.find((one) => one.number === number);
  return { number, name, odds, color };
};

export const timerAt = (round, now) => ({
  timeLeft: round.raceStartTime - now,
  totalDuration: 60_000,
  startTime: round.openTime,
  endTime: round.raceStartTime,
  percentage: 0,
});

/** Every stream event of a round, in order, with its server time. */
export function eventsOf(round, winnersBefore = []) {
  const at = (event, serverTime, fields) => ({ event, roundId: round.roundId, serverTime, ...fields });
  const start = round.raceStartTime;
  const winner = { roundId: round.roundId, winner: runner(ORDER[0]), order: ORDER, time: start + DURATION };
  const result = { order: ORDER, winner: runner(ORDER[0]) };
  const sync = Array.from({ length: 28 }, (_, i) => i + 1).map((second) =>
    at("race_sync", start + second * 1_000, { timeInRace: second * 1_000, film: piece(second * 10 - 9, second * 10) }),
  );
  return [
    at("new_round", round.openTime, {
      phase: "betting",
      screen: "game_screen",
      round,
      timer: timerAt(round, round.openTime),
    }),
    at("betting_closed", round.lockTime, {
      phase: "locked",
      screen: "game_screen",
      timer: timerAt(round, round.lockTime),
    }),
    at("race_start", start, {
      phase: "racing",
      screen: "movie_screen",
      raceStartTime: start,
      raceEndTime: round.raceEndTime,
      film: GEOMETRY,
    }),
    ...sync,
    at("race_end", round.raceEndTime, {
      phase: "finished",
      screen: "finish_screen",
      raceEndTime: round.raceEndTime,
      ...result,
      film: piece(281, 300),
    }),
    at("race_results", round.raceEndTime + 40, {
      phase: "settled",
      screen: "finish_screen",
      ...result,
      secret: "ef".repeat(32),
      outcomeSeed: "12".repeat(32),
      winners: [winner, ...winnersBefore],
    }),
  ];
}

/** The gateway's greeting in the middle of a race. */
export function greeting(round, fields = {}) {
  return {
    event: "connected",
    roundId: round?.roundId ?? null,
    serverTime: T0,
    phase: round?.phase ?? null,
    screen: "game_screen",
    paused: false,
    round: round ?? null,
    film: null,
    result: null,
    winners: [],
    timer: null,
    timeInRace: null,
    stream: { offset: 0, epoch: "e1" },
    ...fields,
  };
}
