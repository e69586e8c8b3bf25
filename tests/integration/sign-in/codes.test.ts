import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import { newSecret } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { tryCode, waitingCode } from "#lib/sign-in/codes.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  after,
  aigerim,
  codeSentTo,
  demoPortals,
  forgetCodes,
  hours,
  not,
  now,
  orderOf,
  send,
} from "./door.ts";

useTestDatabase();

let oral: Portal;
let akmola: Portal;
beforeAll(async () => {
  ({ oral, akmola } = await demoPortals());
});
beforeEach(forgetCodes);

async function sent(changes: Parameters<typeof orderOf>[1] = {}, at = now) {
  const order = orderOf(oral, changes);
  const made = await send(order, at);
  if (!made.ok) throw new Error(made.code);
  const code = await codeSentTo(order.recipient?.to ?? "");
  const { browserSecret, regionId, purpose } = order;
  return { ...made.value, code, guess: { browserSecret, regionId, purpose } };
}

describe("a code", () => {
  test("lets in whoever asked for it, once", async () => {
    const { code, guess } = await sent();
    expect(await tryCode({ ...guess, code }, now)).toMatchObject({
      ok: true,
      value: { recipient: aigerim.phone },
    });
    expect(await tryCode({ ...guess, code }, now)).toMatchObject({ ok: false, code: "gone" });
  });

  test("is kept as a keyed hash only, and its subject as a pseudonym", async () => {
    const { code } = await sent();
    const stored = JSON.stringify(await db().select().from(oneTimeCode));
    expect(stored).not.toContain(`"${code}"`);
    expect(stored).not.toContain(aigerim.iin);
  });

  test("may be typed with spaces", async () => {
    const { code, guess } = await sent();
    const spaced = ` ${code.slice(0, 2)} ${code.slice(2)}\u00A0`;
    expect((await tryCode({ ...guess, code: spaced }, now)).ok).toBe(true);
  });

  test("does not work in another browser, region or for another purpose", async () => {
    const { code, guess } = await sent();
    const others = [
      { ...guess, browserSecret: newSecret() },
      { ...guess, regionId: akmola.id },
      { ...guess, purpose: "one-time" as const },
      { ...guess, purpose: "staff" as const },
    ];
    for (const other of others) {
      expect(await tryCode({ ...other, code }, now)).toMatchObject({ ok: false, code: "gone" });
    }
    expect((await tryCode({ ...guess, code }, now)).ok).toBe(true);
  });

  test("does not work late: ten minutes and not a second more", async () => {
    const { code, guess } = await sent();
    expect(await tryCode({ ...guess, code }, after(600))).toMatchObject({ code: "gone" });
    expect((await tryCode({ ...guess, code }, after(599))).ok).toBe(true);
  });

  test("is worn out by three wrong tries at four digits, told each time", async () => {
    const { code, guess } = await sent();
    for (const left of [2, 1, 0]) {
      const tried = await tryCode({ ...guess, code: not(code) }, now);
      expect(tried).toMatchObject({ ok: false, code: "wrong", detail: { left } });
    }
    expect(await tryCode({ ...guess, code }, now)).toMatchObject({ code: "gone" });
    expect(await waitingCode(db(), guess, now)).toMatchObject({ left: 0 });
  });

  test("has five tries at six digits", async () => {
    const { code, guess } = await sent({ length: 6 });
    expect(code).toMatch(/^\d{6}$/);
    expect(await tryCode({ ...guess, code: not(code) }, now)).toMatchObject({
      detail: { left: 4 },
    });
  });

  test("ends the one that this browser had before, and no other browser's", async () => {
    const first = await sent();
    const elsewhere = await sent();
    const { browserSecret } = first.guess;
    const second = await sent({ browserSecret }, after(60));
    expect(await tryCode({ ...second.guess, code: second.code }, after(60))).toMatchObject({
      ok: true,
    });
    expect(await tryCode({ ...first.guess, code: first.code }, after(60))).toMatchObject({
      code: "gone",
    });
    expect(await tryCode({ ...elsewhere.guess, code: elsewhere.code }, after(60))).toMatchObject({
      ok: true,
    });
  });

  test("for nobody is written and fits nothing, and no message goes out", async () => {
    const order = orderOf(oral, { recipient: null });
    expect((await send(order)).ok).toBe(true);
    expect(await db().select().from(message).where(eq(message.template, "code"))).toEqual([]);
    const [row] = await db().select().from(oneTimeCode);
    expect(row).toMatchObject({ recipient: null, length: 4 });
    const { browserSecret, regionId, purpose } = order;
    const all = Array.from({ length: 3 }, (_, n) => String(n).padStart(4, "0"));
    for (const code of all) {
      const tried = await tryCode({ browserSecret, regionId, purpose, code }, now);
      expect(tried).toMatchObject({ ok: false, code: "wrong" });
    }
  });
});

describe("asking for codes", () => {
  test("the same browser waits a minute, then two others, then longer", async () => {
    const browserSecret = newSecret();
    const order = orderOf(oral, { browserSecret });
    expect((await send(order)).ok).toBe(true);
    const soon = await send(order, after(59));
    expect(soon).toMatchObject({ code: "too-soon", detail: { until: after(60) } });
    expect((await send(order, after(60))).ok).toBe(true);
    expect(await send(order, after(119))).toMatchObject({ code: "too-soon" });
    expect((await send(order, after(120))).ok).toBe(true);
    expect(await send(order, after(200))).toMatchObject({ code: "too-soon" });
  });

  test("strangers get three short codes a day, then longer ones, then none; a day later again", async () => {
    const lengths: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      // Different phones: the account's budget is looked at, not the phone's.
      const to = `+7701700${1000 + n}`;
      await sent({ recipient: { channel: "sms", to } }, after(n));
      lengths.push((await codeSentTo(to)).length);
    }
    expect(lengths).toEqual([4, 4, 4, 8, 8, 8, 8, 8, 8, 8]);
    const refused = await send(orderOf(oral), after(60));
    expect(refused).toMatchObject({ ok: false, code: "too-many" });
    expect(await send(orderOf(oral), hours(24))).toMatchObject({ code: "too-many" });
    expect((await send(orderOf(oral), hours(25))).ok).toBe(true);
    expect(await codeSentTo(aigerim.phone)).toMatch(/^\d{4}$/);
  });

  test("codes of both light ways are one budget, whatever region is asked", async () => {
    const lengths: number[] = [];
    for (const [n, purpose] of (
      ["cabinet", "one-time", "cabinet", "one-time"] as const
    ).entries()) {
      await send(orderOf(n % 2 === 0 ? oral : akmola, { purpose }), after(n));
      lengths.push((await codeSentTo(aigerim.phone)).length);
    }
    expect(lengths).toEqual([4, 4, 4, 8]);
  });

  test("strangers who burn everything do not touch the device that was here before", async () => {
    for (let n = 0; n < 30; n += 1) await send(orderOf(oral), after(n));
    expect(await send(orderOf(oral), after(31))).toMatchObject({ code: "too-many" });
    const owner = await sent({ knownDevice: true }, after(40));
    expect(owner.code).toMatch(/^\d{4}$/);
    expect((await tryCode({ ...owner.guess, code: owner.code }, after(41))).ok).toBe(true);
  });

  test("a region's SMS of the day are spent by real messages only; then strangers get none", async () => {
    // Oral's day holds 20 000: the counter is put near its end as it would stand.
    await send(orderOf(oral, { recipient: null }));
    const before = await db().execute(
      "select count(*)::int as n from rate_limit where key like 'code-sms:%'",
    );
    expect(before[0]?.["n"]).toBe(0);
    await send(orderOf(oral), after(1));
    await db().execute("update rate_limit set count = 20000 where key like 'code-sms:%'");
    expect(await send(orderOf(oral), after(2))).toMatchObject({ code: "budget" });
    expect(await send(orderOf(oral, { recipient: null }), after(3))).toMatchObject({
      code: "budget",
    });
    expect((await send(orderOf(oral, { knownDevice: true }), after(4))).ok).toBe(true);
    expect((await send(orderOf(akmola), after(5))).ok).toBe(true);
  });

  test("parallel orders from many browsers get no more than the day's codes", async () => {
    const orders = Array.from({ length: 40 }, () => send(orderOf(oral)));
    const made = await Promise.all(orders);
    expect(made.filter((each) => each.ok)).toHaveLength(10);
    const rows = await db().select().from(oneTimeCode);
    expect(rows.filter((row) => row.length === 4)).toHaveLength(3);
  });
});

describe("two hundred guesses at once from four processes", () => {
  const run = promisify(execFile);
  const script = fileURLToPath(new URL("guesser.ts", import.meta.url));

  async function guess(codes: readonly string[], about: object): Promise<string[]> {
    const orders = JSON.stringify({ ...about, at: now.toISOString(), codes });
    const { stdout } = await run(process.execPath, [script, orders], { env: process.env });
    return JSON.parse(stdout) as string[];
  }

  const crowd = (codes: (process: number) => string[], about: object) =>
    Promise.all([0, 1, 2, 3].map((process) => guess(codes(process), about)));

  test("three are compared, the rest find nothing to try", async () => {
    const { code, guess: about } = await sent();
    const wrong = Array.from({ length: 200 }, (_, n) =>
      String((Number(code) + 1 + n) % 10_000).padStart(4, "0"),
    );
    const answers = (await crowd((n) => wrong.slice(n * 50, n * 50 + 50), about)).flat();
    expect(answers.filter((each) => each === "wrong")).toHaveLength(3);
    expect(answers.filter((each) => each === "gone")).toHaveLength(197);
    const [row] = await db().select().from(oneTimeCode);
    expect(row?.attempts).toBe(3);
  });

  test("the right code, sent by all of them, lets one in", async () => {
    const { code, guess: about } = await sent({ length: 6 });
    const answers = (await crowd(() => Array<string>(50).fill(code), about)).flat();
    expect(answers.filter((each) => each === "in")).toHaveLength(1);
    expect(answers).toHaveLength(200);
  });
});
