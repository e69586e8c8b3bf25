import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { closeDb, db } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { sameNumbers } from "#lib/demo/synthetic.ts";
import { projectFolder } from "#lib/front/next-app.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { clients } from "#tests/e2e/chaos/acts.ts";
import { arm, type Death } from "#tests/e2e/chaos/deaths.ts";
import { countEffects, owed, twice, writtenOf } from "#tests/e2e/chaos/effects.ts";
import { ordersOf, parents } from "#tests/e2e/chaos/families.ts";
import { makeWorld, type World } from "#tests/e2e/chaos/world.ts";
import { rowsLost } from "./crash-commits.ts";
import { limited, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

// The target `crash`: SIGKILL of the database, of a web process and of a worker, so many rounds each, while families
// apply and are written to. The tests do the same in fewer rounds (tests/e2e/chaos.test.ts).

const seed = 20_261_122;
const each = { applications: 2, drafts: 2, codes: 2 } as const;

export async function crash(stage: Stage): Promise<Row[]> {
  // It has the build.
  await stage.portal();
  const rounds = stage.pairs >= 5 ? 20 : 2;
  const world = await makeWorld();
  try {
    const found = await deaths(world, rounds);
    const back = Math.max(...world.database.absences) / 1000;
    const refused = await secondStartIsRefused(join(world.folder, "postgres"));
    const kept = await rowsLost(true, rounds);
    const lost = await rowsLost(false, rounds);
    const none = { atMost: 0 };
    const figure = (name: string, unit: string, value: number) =>
      limited({ name: `crash: ${name}`, unit, limit: none }, [value]);
    const off = "acknowledged rows lost with synchronous_commit=off";
    return [
      figure(`acknowledged deeds lost in ${3 * rounds} deaths`, "deeds", found.lost),
      figure("deeds half done", "deeds", found.half),
      figure("deeds done twice", "deeds", found.twice),
      figure("jobs that are never done", "jobs", found.owed),
      limited({ name: "crash: PostgreSQL back, at worst", unit: "s", limit: { atMost: 5 } }, [
        back,
      ]),
      limited(
        { name: "crash: second start on the same data", unit: "refused", limit: { atLeast: 1 } },
        [refused ? 1 : 0],
      ),
      figure("acknowledged rows lost", "rows", kept),
      limited({ name: `crash: ${off}`, unit: "rows", limit: none, control: true }, [lost]),
    ];
  } finally {
    await world.end();
    await closeDb();
  }
}

async function deaths(world: World, rounds: number) {
  const { fleet } = world;
  await countEffects();
  const people = await parents();
  const [beginners, signers] = [people.slice(0, 5), people.slice(5)];
  const orders = await ordersOf(signers, 3 * rounds * each.applications, world.authority);
  await fleet.everybody();
  const akmola = await portalBySlug("akmola");
  const random = sameNumbers(seed);
  let death: ReturnType<typeof arm> | undefined;
  const visitors = clients(world, () => death?.request());
  const numbers = new Map<string, string>();
  const drafts = new Map<string, string>();
  const causes: string[] = [];
  for (let round = 0; round < 3 * rounds; round += 1) {
    const request = 1 + Math.floor(random() * (each.applications + each.drafts));
    const moment = { request, after: random() * 80 };
    const victims = round % 3 === 1 ? fleet.webs : fleet.workers;
    const victim = victims[Math.floor(random() * victims.length)] ?? "";
    const next: Death =
      round % 3 === 0 ? { names: [], database: true, moment } : { names: [victim], moment };
    death = arm(world, next);
    const mine = orders.slice(round * each.applications, (round + 1) * each.applications);
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
    ]);
  }
  await fleet.everybody();
  let left = await owed();
  for (const until = Date.now() + 180_000; left > 0 && Date.now() < until; left = await owed())
    await pause(250);
  return { ...(await whatIsThere(world, { orders, numbers, drafts, causes })), owed: left };
}

type Acknowledged = {
  readonly orders: readonly { readonly draftId: string }[];
  readonly numbers: ReadonlyMap<string, string>;
  readonly drafts: ReadonlyMap<string, string>;
  readonly causes: readonly string[];
};

const parts = [
  "applications",
  "waiting",
  "events",
  "evidence",
  "notices",
  "drawn",
  "sms",
  "letters",
  "audits",
] as const;

async function whatIsThere({ gateway }: World, told: Acknowledged) {
  const { orders, numbers, drafts, causes } = told;
  const written = await writtenOf(orders.map(({ draftId }) => draftId));
  const begun = await db()
    .select({ key: applicationDraft.idempotencyKey, id: applicationDraft.id })
    .from(applicationDraft);
  const idOf = new Map(begun.map(({ key, id }) => [key, id]));
  const said = new Set(
    (await db().select({ cause: message.cause }).from(message)).map(({ cause }) => cause),
  );
  const lost = [
    ...written.filter(({ draftId, number }) => numbers.get(draftId) !== number),
    ...[...drafts].filter(([key, id]) => idOf.get(key) !== id),
    ...causes.filter((cause) => !said.has(cause)),
  ];
  const half = written.filter((row) => !row.used || parts.some((part) => row[part] < 1));
  const doubled = written.filter((row) => parts.some((part) => row[part] > 1));
  const { taken } = gateway;
  const saidTwice = taken.length - new Set(taken.map(({ to, text }) => `${to} ${text}`)).size;
  const effects = await twice();
  return {
    lost: lost.length,
    half: half.length,
    twice: doubled.length + saidTwice + effects.length,
  };
}

/** Another process that would start PostgreSQL on data that is in use. */
async function secondStartIsRefused(folder: string): Promise<boolean> {
  const program = `
    import { DatabaseInUseError, startEmbedded } from "./db/embedded.ts";
    try { await (await startEmbedded({ folder: process.env.DATA })).stop(); process.exit(0); }
    catch (error) { process.exit(error instanceof DatabaseInUseError ? 3 : 4); }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: projectFolder,
    env: { ...process.env, DATA: folder },
    stdio: "ignore",
  });
  const [code]: (number | null)[] = await once(child, "exit");
  // Whoever was there before goes on.
  await db().execute(sql`select 1`);
  return code === 3;
}
