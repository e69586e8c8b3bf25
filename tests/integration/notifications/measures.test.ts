import { beforeAll, describe, expect, test, vi } from "vitest";
import { db, transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { codeSmsToday, countCodeSms } from "#lib/messaging/code-budget.ts";
import { measureMessages } from "#lib/notifications/measure.ts";
import { newId } from "#lib/platform/ids.ts";
import { renderMetrics } from "#lib/platform/metrics.ts";
import { sweepAttempts } from "#lib/platform/rate-limit.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Household, settle } from "../documents/household.ts";

useTestDatabase();

// Noon in Kazakhstan.
const now = new Date("2026-11-22T07:00:00Z");
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
let house: Household;
beforeAll(async () => {
  house = await settle();
});

const countOne = (regionId: number, limit: number, at = now) =>
  transaction((tx) => countCodeSms(tx, regionId, limit, at));

describe("the day's code messages", () => {
  test("are counted by everybody together, and the one too many is known", async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => countOne(house.akmola, 20)));
    expect(answers.map(({ used }) => used).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 25 }, (_, index) => index + 1),
    );
    expect(answers.filter(({ within }) => within)).toHaveLength(20);
  });

  test("are warned of once at four fifths, and once when they are spent", async () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    for (let n = 0; n < 12; n += 1) await countOne(house.akmola, 10, hours(48));
    const lines = written.mock.calls.map(([line]) => String(line));
    written.mockRestore();
    const levels = lines.filter((line) => line.includes("code messages"));
    expect(
      levels.map((line) => (JSON.parse(line) as { level: string; used: number }).used),
    ).toEqual([8, 11]);
  });

  test("are a region's own and begin anew at midnight in Kazakhstan", async () => {
    expect(await countOne(house.oral, 20)).toEqual({ used: 1, within: true });
    // 23:59 is the same day, midnight the next; the hourly sweep does not forget a day that is not over.
    await sweepAttempts(db(), hours(11.9));
    expect(await countOne(house.oral, 20, hours(11.9))).toEqual({ used: 2, within: true });
    expect(await countOne(house.oral, 20, hours(12))).toEqual({ used: 1, within: true });
    expect(await codeSmsToday(db(), now)).toEqual(
      new Map([
        [house.akmola, 25],
        [house.oral, 2],
      ]),
    );
  });

  test("of a transaction that did not happen are none", async () => {
    const failed = transaction(async (tx) => {
      await countCodeSms(tx, house.oral, 20, hours(24));
      throw new Error("not sent");
    });
    await expect(failed).rejects.toThrow("not sent");
    expect(await codeSmsToday(db(), hours(24))).not.toContain(house.oral);
    expect((await codeSmsToday(db(), hours(24))).get(house.oral)).toBe(1);
  });
});

test("the figures tell what became of the last day's messages and how long the oldest waits", async () => {
  const common = {
    channel: "sms" as const,
    recipient: "+77770001199",
    locale: "kk" as const,
    template: "code",
    params: {},
    attempts: 0,
  };
  const states = ["queued", "sent", "delivered", "delivered", "failed"] as const;
  await db()
    .insert(message)
    .values(
      states.map((state, index) => ({
        ...common,
        id: newId(),
        cause: `${index}`,
        state,
        createdAt: hours(-1 - index),
      })),
    );
  await db()
    .insert(message)
    .values({ ...common, id: newId(), cause: "old", state: "failed", createdAt: hours(-25) });
  await measureMessages(db(), now);
  const lines = renderMetrics().split("\n");
  expect(lines).toEqual(
    expect.arrayContaining([
      'kezek_messages_day{channel="sms",state="queued"} 1',
      'kezek_messages_day{channel="sms",state="delivered"} 2',
      'kezek_messages_day{channel="sms",state="failed"} 1',
      'kezek_messages_day{channel="email",state="sent"} 0',
      'kezek_messages_oldest_waiting_seconds{channel="sms"} 3600',
      'kezek_messages_oldest_waiting_seconds{channel="email"} 0',
      'kezek_code_sms_share{region="oral"} 0.0001',
    ]),
  );
});
