import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scanByClamd } from "#lib/storage/clamd.ts";
import {
  type Clamd,
  type FakeClamd,
  startFakeClamd,
  startRealClamd,
  virus,
} from "#tests/support/clamd.ts";

const infected = Buffer.from(`before ${virus} behind`);
const harmless = Buffer.from(Array.from({ length: 200_045 }, (_, i) => (i * 31) % 251));
const hurry = { connectMilliseconds: 200, wholeMilliseconds: 300 };

describe("clamd's word", () => {
  let fake: FakeClamd;
  beforeAll(async () => {
    fake = await startFakeClamd();
  });
  afterAll(() => fake.stop());
  beforeEach(() => {
    fake.mood = "honest";
    fake.seen.length = 0;
  });

  test("is on the whole file, however large", async () => {
    expect(await scanByClamd(fake.url, harmless)).toBe("clean");
    expect(await scanByClamd(fake.url, Buffer.concat([harmless, infected]))).toBe("infected");
    expect(await scanByClamd(fake.url, Buffer.alloc(0))).toBe("clean");
    expect(fake.seen.map((file) => file.length)).toEqual([200_045, 200_045 + infected.length, 0]);
    expect(fake.seen[0]).toEqual(harmless);
  });

  test.each(["mute", "full", "babbling", "hanging-up", "half-a-word"] as const)(
    "is none when the scanner is %s",
    async (mood) => {
      fake.mood = mood;
      expect(await scanByClamd(fake.url, harmless, hurry)).toBe("silent");
      expect(await scanByClamd(fake.url, infected, hurry)).toBe("silent");
    },
  );

  test("is none where nobody listens", async () => {
    const closed = await startFakeClamd();
    await closed.stop();
    expect(await scanByClamd(closed.url, harmless, hurry)).toBe("silent");
    expect(await scanByClamd("tcp://scanner.invalid:3310", harmless, hurry)).toBe("silent");
  });
});

const notRun = "not run: clamd is not installed or does not start (Debian: clamav-daemon)";

describe("ClamAV itself", { timeout: 60_000 }, () => {
  let real: Clamd | null = null;
  beforeAll(async () => {
    real = await startRealClamd();
  }, 60_000);
  afterAll(() => real?.stop());

  test("understands us", async () => {
    if (real === null) return console.log(notRun);
    expect(await scanByClamd(real.url, harmless)).toBe("clean");
    expect(await scanByClamd(real.url, infected)).toBe("infected");
    expect(await scanByClamd(real.url, Buffer.concat([harmless, infected]))).toBe("infected");
  });

  test("says nothing of what is too large for it", async () => {
    if (real === null) return console.log(notRun);
    expect(await scanByClamd(real.url, Buffer.alloc(3_000_000))).toBe("silent");
  });
});
