// SPDX-License-Identifier: MIT
// Stops a round in the middle of a move: the transaction that would bring it into a phase waits until the test lets
// it go on. So a test can kill a program at an instruction that otherwise takes a millisecond.

const KEY = 424_242;

/** Installs the trigger, once for a house. */
export async function installHold(house) {
  await house.query(`
    create function hippo.test_hold() returns trigger language plpgsql as $$
    begin
        if new.phase <> old.phase and new.phase::text = (select phase from hippo.test_held) then
            perform pg_advisory_xact_lock_shared(${KEY});
        end if;
        return new;
    end $$;
    create table hippo.test_held (phase text);
    grant select on hippo.test_held to hippo_owner;
    create trigger test_hold before update on hippo.round for each row execute function hippo.test_hold()`);
}

/** From now on no round gets into `phase`. Gives {held, release}: held() tells whether one waits to. */
export async function hold(house, phase) {
  const session = await house.db.connect();
  await session.query("select pg_advisory_lock($1)", [KEY]);
  await session.query("delete from hippo.test_held");
  await session.query("insert into hippo.test_held values ($1)", [phase]);
  return {
    held: () => house.value("select count(*) > 0 from pg_locks where locktype = 'advisory' and not granted and objid = $1", [KEY]),
    release: async () => {
      await session.query("delete from hippo.test_held").catch(() => {});
      await session.end().catch(() => {});
      await house.query("delete from hippo.test_held").catch(() => {});
    },
  };
}
