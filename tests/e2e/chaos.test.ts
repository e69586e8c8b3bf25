import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import { message } from "#db/schema/notifications.ts";
import { sameNumbers } from "#lib/demo/synthetic.ts";
import { logExport } from "#lib/operator/log-export.ts";
import { logAudit } from "#lib/operator/log-verify.ts";
import { checkLedgers } from "#lib/queue/check-ledger.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { crontab } from "#lib/worker/crontab.ts";
import { header } from "#tests/support/smtp-server.ts";
import { clients } from "./chaos/acts.ts";
import { arm, deathsOf } from "./chaos/deaths.ts";
import {
  countEffects,
  effects,
  givenBack,
  missADay,
  owed,
  twice,
  writtenOf,
} from "./chaos/effects.ts";
import { type Order, ordersOf, parents } from "./chaos/families.ts";
import { makeWorld, type World } from "./chaos/world.ts";

// Three web processes and two workers on one database, killed again and again while families apply and are written to,
// and the database under them. What was acknowledged is there, whole and once; no job is lost; nothing is said twice.

const seed = 20_261_122;
const rounds = 20;
const each = { applications: 9, drafts: 5, codes: 3 } as const;

let world: World;
let orders: Order[] = [];
/** What the portal said, and must keep to. */
const numbers = new Map<string, string>();
const drafts = new Map<string, string>();
const causes: string[] = [];
const delivered = new Set<string>();

beforeAll(async () => {
  world = await makeWorld({ authorityOf: inject("portalFolder") });
  await countEffects();
  const people = await parents();
  // Whoever signs has many open drafts, and who has many may begin no other.
  const [beginners, signers] = [people.slice(0, 5), people.slice(5)];
  orders = await ordersOf(signers, rounds * each.applications, world.authority);
  await world.fleet.everybody();

  const akmola = await portalBySlug("akmola");
  const random = sameNumbers(seed);
  const acts = each.applications + each.drafts;
  let death: ReturnType<typeof arm> | undefined;
  const visitors = clients(world, () => death?.request());
  for (const [round, next] of deathsOf(rounds, acts, world, random).entries()) {
    death = arm(world, next);
    const mine = orders.slice(round * each.applications, (round + 1) * each.applications);
    const arrived = await sentMessages();
    await Promise.all([
      death.happened,
      ...mine.map(async (order) => numbers.set(order.draftId, await visitors.register(order))),
      ...Array.from({ length: each.drafts }, async (_, index) => {
        const key = randomUUID();
        const beginner = beginners[(round * each.drafts + index) % beginners.length];
        drafts.set(key, await visitors.begin(beginner?.cookie ?? "", key));
      }),
      ...Array.from({ length: each.codes }, async (_, index) => {
        causes.push(await visitors.code(round * each.codes + index, akmola?.id ?? 0));
      }),
      ...arrived.map(async (id) => {
        await visitors.receipt(id);
        delivered.add(id);
      }),
    ]);
  }
  await world.fleet.everybody();
  process.stdout.write(
    `killed ${JSON.stringify(world.fleet.deaths)} and the database ${world.database.absences.length} times; ${visitors.lost} answers were lost\n`,
  );
}, 480_000);
afterAll(() => world?.end());

/** Those that the gateway has and has told nothing of. */
async function sentMessages(): Promise<string[]> {
  const rows = await db()
    .select({ id: message.id })
    .from(message)
    .where(sql`${message.channel} = 'sms' and ${message.state} = 'sent'`)
    .orderBy(message.createdAt)
    .limit(8);
  return rows.map(({ id }) => id).filter((id) => !delivered.has(id));
}

test("everything that was owed is done in the end, by whoever lives", async () => {
  await expect.poll(owed, { timeout: 110_000, interval: 250 }).toBe(0);
});

describe("what was acknowledged", () => {
  test("each application is there once and whole, under the number its family was told", async () => {
    const written = await writtenOf(orders.map(({ draftId }) => draftId));
    const expected = orders.map(({ draftId }) => ({
      draftId,
      number: numbers.get(draftId),
      applications: 1,
      waiting: 1,
      events: 1,
      evidence: 1,
      notices: 1,
      drawn: 1,
      sms: 1,
      letters: 1,
      audits: 1,
      used: true,
    }));
    const byId = (a: { draftId: string }, b: { draftId: string }) =>
      a.draftId.localeCompare(b.draftId);
    expect(written.toSorted(byId)).toEqual(expected.toSorted(byId));
    expect(new Set(numbers.values()).size).toBe(rounds * each.applications);
  });

  test("each page's key has opened one draft", async () => {
    const keys = [...drafts.keys()];
    const rows = await db()
      .select({ key: applicationDraft.idempotencyKey, id: applicationDraft.id })
      .from(applicationDraft)
      .where(inArray(applicationDraft.idempotencyKey, keys));
    expect(new Map(rows.map(({ key, id }) => [key, id]))).toEqual(drafts);
    expect(rows).toHaveLength(rounds * each.drafts);
  });

  test("each receipt is kept", async () => {
    expect(delivered.size).toBeGreaterThan(0);
    const rows = await db()
      .select({ id: message.id, state: message.state })
      .from(message)
      .where(inArray(message.id, [...delivered]));
    expect(rows.filter(({ state }) => state !== "delivered")).toEqual([]);
  });
});

describe("what was said", () => {
  test("each SMS once: the gateway tells a repetition by its number", async () => {
    const rows = await db()
      .select()
      .from(message)
      .where(sql`${message.channel} = 'sms'`);
    expect(rows.filter(({ state }) => state !== "sent" && state !== "delivered")).toEqual([]);
    const { taken, came } = world.gateway;
    expect(taken.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    // Nor did the same words come under another number.
    expect(new Set(taken.map(({ to, text }) => `${to} ${text}`)).size).toBe(taken.length);
    expect(came.length).toBeGreaterThan(taken.length);
    const told = rows.filter(({ cause }) => cause.startsWith("registered:"));
    expect(told).toHaveLength(rounds * each.applications);
    expect(causes.toSorted()).toEqual(
      rows
        .filter(({ template }) => template === "code")
        .map(({ cause }) => cause)
        .toSorted(),
    );
  });

  test("each letter at most once: one that a dead worker had in its hands is never said again", async () => {
    const rows = await db()
      .select()
      .from(message)
      .where(sql`${message.channel} = 'email'`);
    const letters = new Map<string, number>();
    for (const { raw } of world.mail.taken) {
      const id = /<([0-9a-f-]{36})@/u.exec(header(raw, "message-id"))?.[1] ?? "";
      letters.set(id, (letters.get(id) ?? 0) + 1);
    }
    const wrong = rows.filter(({ id, state, failure }) => {
      const came = letters.get(id) ?? 0;
      if (state === "failed" && failure === "unknown") return came > 1;
      return state !== "sent" || came !== 1;
    });
    expect(wrong).toEqual([]);
    const unknown = rows.filter(({ failure }) => failure === "unknown");
    const { deaths, workers } = world.fleet;
    const workerDeaths = workers.reduce((sum, name) => sum + (deaths[name] ?? 0), 0);
    const outages = workers.length * world.database.absences.length;
    // The test makes such deaths; more than the workers had in their hands there cannot be.
    expect(unknown.length).toBeGreaterThan(0);
    expect(unknown.length).toBeLessThanOrEqual(4 * (workerDeaths + outages));
    const told = rows.filter(({ cause }) => cause.startsWith("registered:"));
    expect(told).toHaveLength(rounds * each.applications);
    process.stdout.write(
      `${unknown.length} of ${rows.length} letters: nobody knows; ${
        unknown.filter(({ id }) => letters.has(id)).length
      } of them had arrived\n`,
    );
  });
});

describe("whoever was not killed", () => {
  test("lived through the deaths of the database, and says so", async () => {
    expect(world.database.absences).toHaveLength(4);
    expect(world.fleet.quitters).toEqual([]);
    const { webs } = world.fleet;
    const addresses = await Promise.all(webs.map(() => world.fleet.address()));
    expect(new Set(addresses).size).toBe(webs.length);
    const readiness = async (address: string) =>
      (await fetch(`${address}/api/health/ready`)).status;
    expect(await Promise.all(addresses.map(readiness))).toEqual(webs.map(() => 200));
  });
});

describe("what the workers did", () => {
  test("took effect once", async () => {
    expect(await effects()).toMatchObject({ "document drawn": rounds * each.applications });
    expect(await twice()).toEqual([]);
  });

  test("the clock's jobs of a day that nobody worked are made up once by two who begin together", async () => {
    await missADay();
    await world.fleet.kill(world.fleet.workers);
    await world.fleet.everybody();
    const daily = crontab.filter(({ options }) => options?.backfillPeriod !== undefined);
    const expected = Object.fromEntries(daily.map(({ task }) => [`made up ${task}`, 1]));
    const madeUp = async () =>
      Object.fromEntries(
        Object.entries(await effects()).filter(([what]) => what.startsWith("made up ")),
      );
    await expect.poll(madeUp, { timeout: 30_000, interval: 100 }).toEqual(expected);
    await expect.poll(owed, { timeout: 60_000, interval: 250 }).toBe(0);
    expect(await twice()).toEqual([]);
    expect(await madeUp()).toEqual(expected);
  });

  test("each drawn notice is whole", async () => {
    const rows = await db().select().from(issuedDocument);
    const wrong = rows.filter(({ storageKey, sha256 }) => {
      const file = readFileSync(join(world.folder, "storage", storageKey ?? ""));
      return createHash("sha256").update(file).digest("hex") !== sha256;
    });
    expect(wrong).toEqual([]);
  });

  test("the rows follow from the ledger, the counters from the rows", async () => {
    for (const { differences, wrongCounters } of await checkLedgers(await currentInstant())) {
      expect({ differences, wrongCounters }).toEqual({ differences: [], wrongCounters: 0 });
    }
  });

  test("the public log is sound and has every event", async () => {
    for (const slug of ["akmola", "oral"]) {
      const file = join(world.folder, `${slug}.jsonl`);
      expect(await logExport(["--region", slug, "--out", file])).toBe(0);
      expect(await logAudit([file])).toBe(0);
    }
  });

  test("ran once, but for those that were taken from a worker who had fallen silent", async () => {
    const taken = await givenBack();
    const again = [...world.fleet.done].filter(([, times]) => times > 1).map(([id]) => id);
    expect(again.filter((id) => !taken.has(id))).toEqual([]);
    process.stdout.write(
      `${world.fleet.done.size} jobs done, ${taken.size} given back, ${again.length} done again\n`,
    );
  });

  test("nobody complained but of what the test did", () => {
    const { complaints } = world.fleet;
    expect(complaints.filter(({ at }) => !world.database.wasAwayAt(at))).toEqual([]);
  });
});
