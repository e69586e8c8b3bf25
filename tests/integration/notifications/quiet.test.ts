import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { clockSettingKey, forgetClockOffset } from "#db/demo-clock.ts";
import { message } from "#db/schema/notifications.ts";
import { demoSetting } from "#db/schema/platform.ts";
import { measureMessages } from "#lib/notifications/measure.ts";
import { notify } from "#lib/notifications/notify.ts";
import { standIn } from "#lib/notifications/second-channel.ts";
import { sendMessage } from "#lib/notifications/send-message.ts";
import { sendWaiting } from "#lib/notifications/send-waiting.ts";
import { saveContact } from "#lib/people/records.ts";
import { newId } from "#lib/platform/ids.ts";
import { renderMetrics } from "#lib/platform/metrics.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Household, settle } from "../documents/household.ts";
import { jobs, workOff } from "./working-off.ts";

useTestDatabase();

const phone = "+77770001199";
const email = "olga@example.kz";
let house: Household;
beforeAll(async () => {
  house = await settle();
  await transaction((tx) =>
    saveContact(
      tx,
      house.olga.personId,
      { phone, email, secondPhone: null, locale: "kk" },
      new Date(),
    ),
  );
});
beforeEach(async () => {
  await db().delete(message);
  await db().execute(sql`delete from graphile_worker._private_jobs`);
});

/** The portal's clock, as the demo moves it. */
async function standAt(at: string): Promise<Date> {
  const offsetMs = new Date(at).getTime() - Date.now();
  const row = { key: clockSettingKey, value: { offsetMs }, updatedAt: new Date() };
  await db()
    .insert(demoSetting)
    .values(row)
    .onConflictDoUpdate({ target: demoSetting.key, set: row });
  forgetClockOffset();
  return new Date(at);
}

const say = (now: Date, changes: { asked?: boolean; expiresAt?: Date } = {}) =>
  transaction((tx) =>
    notify(
      tx,
      {
        personId: house.olga.personId,
        regionId: house.akmola,
        cause: `withdrawn:${newId()}`,
        template: "withdrawn",
        params: { number: "111-26-000042" },
        phone,
        email,
        locale: "kk",
        ...changes,
      },
      now,
    ),
  );

async function states() {
  const rows = await db().select().from(message).orderBy(message.channel);
  return Object.fromEntries(
    rows.map(({ channel, state, notBefore }) => [
      channel,
      [state, notBefore?.toISOString() ?? null],
    ]),
  );
}

// 26.11.2026 is a Thursday; Kazakhstan is five hours ahead of UTC.
const night = "2026-11-26T23:30:00+05:00";
const morning = "2026-11-27T04:00:00.000Z";

describe("at night", () => {
  test("nobody is written to: what was said waits for nine o'clock and goes then, by the portal's clock", async () => {
    await say(await standAt(night));
    expect(await jobs()).toEqual([]);
    expect(await states()).toEqual({ email: ["queued", morning], sms: ["queued", morning] });

    await sendWaiting(await standAt("2026-11-27T08:59:30+05:00"));
    expect(await jobs()).toEqual([]);

    // A job that is there all the same, of a worker that counted otherwise, sends nothing.
    const rows = await db().select().from(message);
    for (const { id } of rows) await sendMessage({ messageId: id });
    expect(await states()).toEqual({ email: ["queued", morning], sms: ["queued", morning] });

    await sendWaiting(await standAt("2026-11-27T09:00:00+05:00"));
    expect(await jobs()).toHaveLength(2);
    expect(await workOff()).toEqual([]);
    expect(await states()).toEqual({ email: ["sent", morning], sms: ["sent", morning] });
  });

  test("what was asked for a moment ago goes, and so do codes and alarms", async () => {
    const now = await standAt(night);
    await say(now, { asked: true });
    await transaction(async (tx) => {
      const common = {
        personId: house.olga.personId,
        regionId: house.akmola,
        phone,
        email: null,
        locale: "kk" as const,
      };
      const code = { template: "code" as const, params: { code: "4711" } };
      await notify(tx, { ...common, ...code, cause: `code:${newId()}` }, now);
      const alarm = { template: "recovery-tried" as const, params: {} };
      await notify(tx, { ...common, ...alarm, cause: `tried:${newId()}` }, now);
    });
    expect(await workOff()).toEqual([]);
    const rows = await db().select().from(message);
    expect(rows.map((row) => [row.state, row.notBefore])).toEqual(
      Array.from({ length: 4 }, () => ["sent", null]),
    );
  });

  test("what would be too late in the morning goes at once", async () => {
    const now = await standAt(night);
    await say(now, { expiresAt: new Date("2026-11-27T08:00:00+05:00") });
    expect(await states()).toEqual({ email: ["queued", null], sms: ["queued", null] });
  });

  test("another channel stands in in the morning too", async () => {
    const now = await standAt("2026-11-26T20:59:00+05:00");
    await transaction((tx) =>
      notify(
        tx,
        {
          personId: house.olga.personId,
          regionId: house.akmola,
          cause: "withdrawn:1",
          template: "withdrawn",
          params: { number: "111-26-000042" },
          phone: null,
          email,
          locale: "kk",
        },
        now,
      ),
    );
    const [letter] = await db().select().from(message);
    expect(letter?.notBefore).toBeNull();
    if (letter === undefined) throw new Error("no letter");
    const later = await standAt("2026-11-26T21:00:00+05:00");
    await transaction((tx) => standIn(tx, letter, later));
    const [sms] = await db().select().from(message).where(eq(message.channel, "sms"));
    expect(sms?.notBefore?.toISOString()).toBe(morning);
  });
});

test("on days off a letter goes in the day, an SMS on the next working day", async () => {
  // Independence day, a Wednesday.
  await say(await standAt("2026-12-16T12:00:00+05:00"));
  expect(await states()).toEqual({
    email: ["queued", null],
    sms: ["queued", "2026-12-17T04:00:00.000Z"],
  });
});

test("a region says itself when it is night", async () => {
  await db().execute(sql`
    insert into policy (code, region_id, valid_from, parameters, source)
    values ('akmola-night', ${house.akmola}, '2020-01-01',
      '{"quietFrom":"23:45","quietTo":"06:00","quietDaysOffForSms":false}',
      '{"act":"portal-default","date":"2026-11-22","address":null}')`);
  try {
    await say(await standAt(night));
    expect(await states()).toEqual({ email: ["queued", null], sms: ["queued", null] });
    await db().delete(message);
    await say(await standAt("2026-11-28T05:00:00+05:00"));
    const six = "2026-11-28T01:00:00.000Z";
    expect(await states()).toEqual({ email: ["queued", six], sms: ["queued", six] });
  } finally {
    await db().execute(sql`delete from policy where code = 'akmola-night'`);
  }
});

test("what waits for the morning rings no alarm, and what should have gone since does", async () => {
  const now = await standAt(night);
  await say(now);
  await measureMessages(db(), new Date("2026-11-27T03:00:00+05:00"));
  expect(renderMetrics()).toContain('kezek_messages_for_the_morning{channel="sms"} 1');
  expect(renderMetrics()).toContain('kezek_messages_oldest_waiting_seconds{channel="sms"} 0');
  await measureMessages(db(), new Date("2026-11-27T09:10:00+05:00"));
  expect(renderMetrics()).toContain('kezek_messages_for_the_morning{channel="sms"} 0');
  expect(renderMetrics()).toContain('kezek_messages_oldest_waiting_seconds{channel="sms"} 600');
});
