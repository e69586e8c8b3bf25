import { afterEach, describe, expect, test } from "vitest";
import { currentInstant } from "#db/demo-clock.ts";
import { db } from "#db/client.ts";
import { demoSetting } from "#db/schema/platform.ts";
import { moveClock } from "#lib/demo/clock.ts";
import { emulatorOrder } from "#lib/demo/emulator-answer.ts";
import { registryOrder, registrySettings, setRegistries } from "#lib/demo/registry-modes.ts";
import { takeEmulatorAnswer, tellEmulator } from "#lib/demo/settings.ts";
import { registries } from "#lib/registries/current.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();
const now = new Date("2026-11-22T08:00:00Z");
const tell = (body: unknown) => tellEmulator(emulatorOrder.parse(body), now);

afterEach(async () => {
  await db().delete(demoSetting);
});

describe("the emulator's next answer", () => {
  test("that was told once is given once, however many windows ask together", async () => {
    await tell({ signer: "890117390005" });
    await tell({ cancel: true });
    const answers = await Promise.all(Array.from({ length: 8 }, () => takeEmulatorAnswer(now)));
    expect(answers.map(({ action }) => action).toSorted()).toEqual([
      "cancel",
      ...Array(7).fill("sign"),
    ]);
    for (const { who } of answers) expect(who?.iin).toBe("890117390005");
  });

  test("orders that come together are all kept", async () => {
    await tell({ reset: true });
    await Promise.all([tell({ signer: "890117390005" }), tell({ drop: true, sticky: true })]);
    const { who, action } = await takeEmulatorAnswer(now);
    expect(who?.iin).toBe("890117390005");
    expect(["drop", "sign"]).toContain(action);
  });

  test("nothing was ever told", async () => {
    expect(await takeEmulatorAnswer(now)).toMatchObject({ action: "sign", who: null });
  });
});

describe("the clock", () => {
  const near = (instant: Date, expected: number) => Math.abs(instant.getTime() - expected) < 5_000;

  test("goes where it is sent, steps from there, and comes back", async () => {
    await moveClock("2027-01-10 09:00");
    const stand = Date.parse("2027-01-10T04:00:00Z");
    expect(near(await currentInstant(), stand)).toBe(true);
    const stepped = await moveClock("+2d");
    expect(stepped.ok && near(stepped.value, stand + 2 * 86_400_000)).toBe(true);
    await moveClock("real");
    expect(near(await currentInstant(), Date.now())).toBe(true);
  });

  test("stays when it is not understood", async () => {
    await moveClock("2027-01-10");
    expect(await moveClock("soon")).toMatchObject({ code: "clock-not-understood" });
    expect((await currentInstant()).getUTCFullYear()).toBe(2027);
  });
});

describe("the state registers", () => {
  const set = (body: unknown) => setRegistries(registryOrder.parse(body), now);
  const person = async () => (await registries().persons.personByIin("910925490000")).status;

  test("behave as told, one by one or all", async () => {
    expect(await person()).toBe("found");
    await set({ person: "down" });
    expect(await person()).toBe("no-answer");
    await set({ birth: "empty" });
    expect(await registrySettings()).toEqual({
      person: { kind: "down" },
      birth: { kind: "empty" },
      mobile: { kind: "normal" },
    });
    await set({ all: "normal" });
    expect(await person()).toBe("found");
    expect(await set({ all: "empty", person: { kind: "slow", ms: 1 } })).toMatchObject({
      person: { kind: "slow", ms: 1 },
      mobile: { kind: "empty" },
    });
    expect(await person()).toBe("found");
  });
});
