import { and, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { takeSmsAnswer } from "#lib/applications/answer-by-sms.ts";
import { confirmByLink, confirmInterest } from "#lib/applications/confirm-interest.ts";
import { lockApplication, takeStep } from "#lib/applications/deed.ts";
import { giveUpPrivilege } from "#lib/applications/privilege-give-up.ts";
import { previewRenewal, renewCohorts } from "#lib/applications/renew-cohorts.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import { addDays, endOfDay, type LocalDate, startOfDay } from "#lib/calendar/local-date.ts";
import { moveClock } from "#lib/demo/clock.ts";
import { interestToken } from "#lib/notifications/interest-link.ts";
import { checkLedgers } from "#lib/queue/check-ledger.ts";
import { numberStory } from "#lib/queue/story.ts";
import { tasks } from "#lib/worker/tasks.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { as, rule } from "../applications/asked-family.ts";
import { settle } from "../documents/household.ts";
import { workOff } from "../notifications/working-off.ts";
import { casting, numbersNow, type Player } from "./cast.ts";
import {
  begins,
  dayOfDeed,
  endOf,
  ends,
  expectedEvents,
  expectedMessages,
  givesUp,
  renewal,
} from "./script.ts";

// A year of one region, told day by day by the jobs that the worker runs and the commands that families give. What is
// expected is reckoned in `script.ts` from the policy's words.

useTestDatabase();

const each = 8;
type Snapshot = { readonly at: Date; readonly numbers: ReadonlyMap<string, number> };
let regionId: number;
let players: Player[];
const months: Snapshot[] = [];
const refusals: string[] = [];

beforeAll(async () => {
  ({ oral: regionId } = await settle());
  await rule(regionId, { interestBySms: true });
  await rule(regionId, { cohortShiftFrom: "11-01" }, renewal);
  players = await casting(regionId, each);
  await tell();
}, 300_000);

async function tell(): Promise<void> {
  for (let day: LocalDate = begins; day <= ends; day = addDays(day, 1)) {
    if (day === begins || day.endsWith("-01")) {
      // An hour before anything happens on the day: a machine's clock may stand still or step back by a moment.
      const at = new Date(startOfDay(day).getTime() + 10 * 3_600_000);
      months.push({ at, numbers: await numbersNow(regionId) });
    }
    // Eleven in the morning: after the quiet hours, before anybody has read anything.
    await moveClock(`${day}T11:00:00+05:00`);
    await tasks["watch-interest"]({});
    await tasks["keep-deadlines"]({});
    await tasks["warn-of-ends"]({});
    if (day === renewal) await renew();
    for (const player of players) await act(player, day);
    await tasks["send-waiting"]({});
    await workOff(await currentInstant());
  }
}

async function renew(): Promise<void> {
  const now = await currentInstant();
  const queue = { regionId, queueType: "general" };
  const preview = await previewRenewal(db(), queue, now);
  const moved = await renewCohorts(queue, "story", now);
  expect(moved).toBe(each);
  // What was said beforehand is what came.
  const after = await numbersNow(regionId);
  for (const { applicationId, to } of preview.lines) {
    expect(after.get(applicationId)).toBe(to.position);
  }
  expect(preview.moved).toBe(each);
  expect(await renewCohorts(queue, "story", now)).toBe(0);
}

async function act(player: Player, day: LocalDate): Promise<void> {
  const { part, number, mother, father, due } = player;
  const now = await currentInstant();
  const where = { regionId, number, requestId: null };
  const dueAt = endOfDay(due);
  if (part === "gives-up" && day === givesUp) {
    const given = await giveUpPrivilege(as(mother), { ...where, category: "large-family" }, now);
    expect(given).toMatchObject({ ok: true });
  }
  if (day !== dayOfDeed(player)) return;
  const confirm = (who: string) => confirmInterest(as(who), { ...where, dueAt }, now);
  switch (part) {
    case "cabinet":
    case "moves":
    case "gives-up":
      return expect(await confirm(mother)).toMatchObject({ ok: true, value: { isNew: true } });
    case "last-day":
      return expect(await confirm(father ?? "")).toMatchObject({ value: { isNew: true } });
    case "link": {
      const token = interestToken({ applicationId: player.applicationId, dueAt });
      const order = { regionId, token, locale: "kk" as const, requestId: null };
      return expect(await confirmByLink(order, now)).toMatchObject({ value: { isNew: true } });
    }
    case "sms": {
      const sms = { from: player.motherPhone, text: "1" };
      return expect(await takeSmsAnswer(sms, now)).toBe("confirmed");
    }
    case "restores":
    case "restores-last-day": {
      const late = await confirm(mother);
      refusals.push(late.ok ? "ok" : late.code);
      return expect(await restoreInterest(as(mother), where, now)).toMatchObject({ ok: true });
    }
    case "restores-too-late": {
      const late = await restoreInterest(as(mother), where, now);
      return void refusals.push(late.ok ? "ok" : late.code);
    }
    case "withdraws":
      return expect(await withdrawApplication(as(mother), where, now)).toMatchObject({ ok: true });
    case "enrols":
      return await enrol(player, now);
    case "silent":
    case "too-old":
  }
}

/** A place was given and taken; the commands of that come with the allocation. */
async function enrol({ applicationId }: Player, at: Date): Promise<void> {
  const told = { at, actorRole: "officer", legalGround: "registration" } as const;
  await transaction(async (tx) => {
    for (const [event, kind] of [
      ["refer", "referred"],
      ["enrol", "enrolled"],
    ] as const) {
      const row = await lockApplication(tx, { regionId, applicationId });
      if (row === null) throw new Error("nobody to enrol");
      expect(await takeStep(tx, row, { event, kind, ...told })).toMatchObject({ ok: true });
    }
  });
}

test("every message went to whom it must, by which channel it must, as often as it must", async () => {
  const rows = await db().select().from(message);
  const roles = new Map(
    players.flatMap((player) => [
      [player.motherPhone, "mother"] as const,
      [player.motherMail, "mother"] as const,
      [player.fatherPhone, "father"] as const,
    ]),
  );
  const said: Record<string, number> = {};
  for (const { template, recipient, channel } of rows) {
    const key = `${template} ${roles.get(recipient)} ${channel}`;
    said[key] = (said[key] ?? 0) + 1;
  }
  expect(said).toEqual(expectedMessages(players));
  // All of them have left, none at night or on an SMS's day off, none for the same cause twice.
  expect([...new Set(rows.map((row) => row.state))]).toEqual(["sent"]);
  const once = new Set(rows.map((row) => `${row.cause} ${row.channel} ${row.recipient}`));
  expect(once.size).toBe(rows.length);
});

test("the ledger tells as many events of each kind as happened, and nothing contradicts it", async () => {
  const rows = await db()
    .select({ kind: queueEvent.kind, n: sql<number>`count(*)::int` })
    .from(queueEvent)
    .where(eq(queueEvent.regionId, regionId))
    .groupBy(queueEvent.kind);
  const counted = Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
  expect(counted).toEqual(expectedEvents(players));
  for (const check of await checkLedgers(await currentInstant())) {
    expect(check).toMatchObject({ differences: [], wrongCounters: 0 });
  }
});

test("each application stands in the end where its family's part has led it", async () => {
  const found: string[] = [];
  for (const { part, applicationId, number } of players) {
    const [row] = await db()
      .select({ status: application.status, dueAt: application.interestDueAt })
      .from(application)
      .where(and(eq(application.regionId, regionId), eq(application.id, applicationId)));
    const isAskedAgain = row?.status === "REGISTERED" && (row.dueAt ?? 0) > startOfDay(ends);
    if (row?.status !== endOf[part] || (row.status === "REGISTERED" && !isAskedAgain)) {
      found.push(`${number} ${part}: ${row?.status} ${row?.dueAt?.toISOString()}`);
    }
  }
  expect(found).toEqual([]);
  const late = ["not-asked", "over"].map(
    (code) => refusals.filter((given) => given === code).length,
  );
  expect([...late, refusals.length]).toEqual([2 * each, each, 3 * each]);
});

test("for every child and every month the page explains each change of the number", async () => {
  const seen = new Set<string>();
  const wrong: string[] = [];
  let told = 0;
  for (const [index, to] of months.entries()) {
    const from = months[index - 1];
    if (from === undefined) continue;
    for (const { applicationId, number } of players) {
      const was = from.numbers.get(applicationId);
      const is = to.numbers.get(applicationId);
      if (was === undefined && is === undefined) continue;
      const story = await numberStory({ regionId, applicationId }, { from: from.at, to: to.at });
      const { from: began, to: ended } = story ?? {};
      const sum = (story?.causes ?? []).reduce((n, { effect }) => n + effect, 0);
      const difference = (ended?.position ?? 0) - (began?.position ?? 0);
      const isRight =
        began !== undefined &&
        (was ?? began.position) === began.position &&
        (is ?? ended?.position) === ended?.position &&
        sum === difference;
      if (!isRight) wrong.push(`${number} from ${from.at.toISOString()}: ${was} → ${is}, ${sum}`);
      for (const { cause } of story?.causes ?? []) seen.add(cause);
      told += was === is ? 0 : 1;
    }
  }
  expect(wrong).toEqual([]);
  expect(told).toBeGreaterThan(players.length);
  expect([...seen].toSorted()).toEqual(
    [
      "enrolled",
      "interleave",
      "ownMoved",
      "ownPrivilege",
      "recut",
      "removed",
      "restored",
      "revoked",
      "withdrew",
    ].toSorted(),
  );
});
