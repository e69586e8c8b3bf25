import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { db } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { sameNumbers } from "#lib/demo/synthetic.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { clients } from "./chaos/acts.ts";
import { countEffects, owed, twice } from "./chaos/effects.ts";
import { makeWorld, type World } from "./chaos/world.ts";

// Two workers bound to an SMS centre, which knows no repetitions, killed with messages in its hands, and the database
// under them: nothing comes twice, nothing is lost without saying so.

const seed = 20_261_122;
const rounds = 8;
const each = 12;

let world: World;
beforeAll(async () => {
  world = await makeWorld({ sms: "smpp", webs: 0, authorityOf: inject("portalFolder") });
  await countEffects();
  await world.fleet.everybody();
  const akmola = await portalBySlug("akmola");
  const random = sameNumbers(seed);
  const visitors = clients(world, () => undefined);
  for (let round = 0; round < rounds; round += 1) {
    const { promise: happened, resolve, reject } = Promise.withResolvers<void>();
    let armed = true;
    const die = async () => {
      if (round % 4 === 3) {
        await world.fleet.everybody();
        await world.database.kill();
      } else
        await world.fleet.kill(
          round % 4 === 1 ? world.fleet.workers.slice(0, 1) : world.fleet.workers,
        );
    };
    // In the moment in which the centre has a message and has not said so, or some while after.
    const after = round % 2 === 0 ? 0 : random() * 30;
    world.centre.before = async () => {
      if (!armed) return;
      armed = false;
      const died = pause(after).then(die);
      died.then(resolve, reject);
      if (after === 0) await died;
    };
    await Promise.all(
      Array.from({ length: each }, (_, index) =>
        visitors.code(round * each + index, akmola?.id ?? 0),
      ),
    );
    await happened;
  }
  await world.fleet.everybody();
  process.stdout.write(
    `killed ${JSON.stringify(world.fleet.deaths)} and the database ${world.database.absences.length} times\n`,
  );
}, 240_000);
afterAll(() => world?.end());

test("everything that was owed is done in the end, by whoever lives", async () => {
  await expect.poll(owed, { timeout: 110_000, interval: 250 }).toBe(0);
});

describe("each SMS", () => {
  const ofPhones = () => {
    const came = new Map<string, number>();
    for (const { destination } of world.centre.taken)
      came.set(`+${destination.address}`, (came.get(`+${destination.address}`) ?? 0) + 1);
    return came;
  };

  test("came at most once, and once unless the portal says that nobody knows", async () => {
    const rows = await db().select().from(message);
    expect(rows).toHaveLength(rounds * each);
    const came = ofPhones();
    const wrong = rows.filter(({ recipient, state, failure }) => {
      const times = came.get(recipient) ?? 0;
      if (state === "failed" && failure === "unknown") return times > 1;
      return state !== "sent" || times !== 1;
    });
    expect(wrong).toEqual([]);
    expect(new Set(rows.map(({ recipient }) => recipient)).size).toBe(rounds * each);
    expect([...came.values()].filter((times) => times > 1)).toEqual([]);
  });

  test("is unknown only where somebody had it in hand who died", async () => {
    const [row] = await db().execute<{ n: number }>(
      sql`select count(*)::int as n from message where failure = 'unknown'`,
    );
    const { deaths, workers } = world.fleet;
    const died = workers.reduce((sum, name) => sum + (deaths[name] ?? 0), 0);
    const most = 4 * (died + workers.length * world.database.absences.length);
    expect(row?.n).toBeGreaterThan(0);
    expect(row?.n).toBeLessThanOrEqual(most);
    process.stdout.write(`${row?.n} of ${rounds * each} messages: nobody knows\n`);
  });

  test("took effect once", async () => {
    expect(await twice()).toEqual([]);
  });

  test("nobody complained but of what the test did", () => {
    const { complaints } = world.fleet;
    expect(complaints.filter(({ at }) => !world.database.wasAwayAt(at))).toEqual([]);
  });
});
