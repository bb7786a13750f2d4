// SPDX-License-Identifier: MIT
// What can happen to a house: programs killed and frozen, a database that stops, crashes or hangs up. Chosen at random;
// CHAOS_SEED=… repeats the choices of a run, not its timing.
import { createHash, randomInt } from "node:crypto";
import { pass, waitFor } from "./wait.mjs";

/** Random choices that a seed repeats. */
export class Chance {
  #drawn = 0;

  constructor(seed) {
    this.seed = seed;
  }

  /** 0 … bound - 1 */
  below(bound) {
    return createHash("sha256").update(`${this.seed} ${this.#drawn++}`).digest().readUInt32BE() % bound;
  }

  pick(list) {
    return list[this.below(list.length)];
  }
}

export class Accidents extends Chance {
  /** What happened when, in words. */
  history = [];

  constructor(seed = process.env.CHAOS_SEED ?? String(randomInt(1_000_000))) {
    super(seed);
  }

  /** One after another for `ms`, with pauses of less than `pause` between. The house needs a second scheduler, scheduler-2. */
  async happen(house, ms, pause) {
    const kinds = this.#kinds(house);
    const begin = performance.now();
    while (performance.now() - begin < ms) {
      const name = this.pick(Object.keys(kinds));
      this.history.push(`${Math.round(performance.now() - begin)} ms: ${name}`);
      await kinds[name]();
      await pass(this.below(pause));
    }
  }

  #kinds(house) {
    const killAndStart = async (name) => {
      await house.kill(name);
      await pass(this.below(1200));
      house.start(name.replace(/-2$/, ""), { as: name });
    };
    const freeze = async (name, ms) => {
      house.freeze(name);
      await pass(ms);
      house.wake(name);
    };
    const restartDatabase = async (signal) => {
      await house.db.stop(signal);
      await pass(this.below(1500));
      await house.db.start();
    };
    const leading = async () => (await house.leader().catch(() => null)) ?? this.pick(["scheduler", "scheduler-2"]);
    const aDaemon = () => `hippo_${this.pick(["scheduler", "gateway", "api"])}`;
    // After a crash the test's own connections are gone too: the first question may meet one of them.
    const query = (text, values) => waitFor("the database answers", () => house.query(text, values), 10_000, 50);
    const backends = async (role) => (await query("select pid from pg_stat_activity where usename = $1", [role])).map(({ pid }) => pid);
    const signal = (pid, name) => {
      try {
        process.kill(pid, name);
      } catch {
        // it has ended
      }
    };

    return {
      "kill the leader": async () => killAndStart(await leading()),
      "kill both schedulers": () => Promise.all(["scheduler", "scheduler-2"].map(killAndStart)),
      "kill the gateway": () => killAndStart("gateway"),
      "kill the api": () => killAndStart("api"),
      "freeze the leader": async () => freeze(await leading(), 200 + this.below(4000)),
      "freeze the gateway": () => freeze("gateway", 200 + this.below(3000)),
      "freeze the api": () => freeze("api", 200 + this.below(2000)),
      "restart the database": () => restartDatabase("SIGINT"),
      "crash the database": () => restartDatabase("SIGQUIT"),
      "kill the postmaster": () => restartDatabase("SIGKILL"),
      "freeze the postmaster": async () => {
        house.db.program.signal("SIGSTOP");
        await pass(200 + this.below(2500));
        house.db.program.signal("SIGCONT");
      },
      "hang up on a daemon": () => query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [aDaemon()]),
      "kill a daemon's backend": async () => {
        const [pid] = await backends(aDaemon());
        if (pid) signal(pid, "SIGKILL"); // PostgreSQL then ends every other session too, and recovers
        await house.db.start();
      },
      "freeze a daemon's backends": async () => {
        const pids = await backends(aDaemon());
        for (const pid of pids) signal(pid, "SIGSTOP");
        await pass(200 + this.below(2500));
        for (const pid of pids) signal(pid, "SIGCONT");
      },
      "kill the proxy": async () => {
        await house.kill("caddy");
        await pass(this.below(800));
        await house.startCaddy();
      },
    };
  }
}
