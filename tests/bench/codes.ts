import { closeDb, db, transaction } from "#db/client.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { accountOf } from "#lib/sign-in/account.ts";
import { askCode, type Visitor } from "#lib/sign-in/by-code.ts";
import { enterByPassword } from "#lib/sign-in/by-password.ts";
import { codePolicy } from "#lib/sign-in/code-limits.ts";
import { tryCode } from "#lib/sign-in/codes.ts";
import { acceptedRisk, codesOfDay, type Guessable, riskOf } from "#lib/sign-in/guess-budget.ts";
import { isKnownDevice, rememberDevice } from "#lib/sign-in/known-devices.ts";
import { countPasswordTry } from "#lib/sign-in/password-budget.ts";
import { hashPassword } from "#lib/sign-in/password-hash.ts";
import { savePassword } from "#lib/sign-in/passwords.ts";
import { recordRefusal } from "#lib/sign-in/refusals.ts";
import { personByIin } from "#lib/people/records.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { recoveryTiming } from "./codes-recovery.ts";
import { limited, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";
import { apart, timedInTurns } from "./timing.ts";

const known = "870612490009";
const unknown = "010101500003";
const entry = {
  device: "",
  address: "",
  previousSessionId: null,
  requestId: null,
  locale: "kk",
} as const;

/** What a guesser of codes can hope for, what the clock tells a stranger, and whether the owner can be locked out. */
export async function codes(stage: Stage): Promise<Row[]> {
  const { databaseUrl } = await stage.portal();
  useTestEnvironment({ DATABASE_URL: databaseUrl });
  try {
    const portal = await portalBySlug("oral");
    if (!portal) throw new Error("the demo has no Oral");
    return [
      ...guessing(),
      ...(await hammering(portal.id)),
      ...(await telling(portal.id, stage)),
      ...(await lockingOut(portal.id)),
      ...(await recoveryTiming(stage)),
    ];
  } finally {
    await closeDb();
  }
}

const perDay = { unit: "a day", limit: { atMost: acceptedRisk } };

/** Computed from the budget, and played a million times with codes and guesses that are drawn. */
function guessing(): Row[] {
  const twelveShort = Array.from({ length: 4 }, () => ({ length: 4, tries: 3 }));
  return [
    ...[4, 6].flatMap((length) => [
      limited({ ...perDay, name: `codes ${length} digits, computed` }, [
        riskOf(codesOfDay(length)),
      ]),
      limited({ ...perDay, name: `codes ${length} digits, simulated` }, [
        played(codesOfDay(length)),
      ]),
    ]),
    limited({ ...perDay, name: "codes twelve guesses at 4 digits, simulated", control: true }, [
      played(twelveShort),
    ]),
  ];
}

function played(day: readonly Guessable[], days = 4_000_000): number {
  const digits = (length: number) => Math.floor(Math.random() * 10 ** length);
  let entered = 0;
  for (let n = 0; n < days; n += 1) {
    // Without losing anything the guesser tries neighbours: all guesses of one code are different.
    const hit = day.some(({ length, tries }) => {
      const distance = (digits(length) - digits(length) + 10 ** length) % 10 ** length;
      return distance < tries;
    });
    if (hit) entered += 1;
  }
  return entered / days;
}

/** Against the portal's own commands and tables: a day of new browsers, each guessing as long as it is answered. */
async function hammering(regionId: number): Promise<Row[]> {
  await forget();
  const begin = new Date();
  const compared: Guessable[] = [];
  for (let minute = 0; minute < 24 * 60; minute += 10) {
    const now = new Date(begin.getTime() + minute * 60_000);
    const browser = stranger(regionId);
    const asked = await askCode(browser, known, false, now);
    if (!asked.ok || asked.value.step !== "code") continue;
    const [row] = await db().execute<{ length: number }>(
      "select length from one_time_code order by created_at desc limit 1",
    );
    let tries = 0;
    // Letters fit no code, so that a lucky guess does not end the day.
    const guess = { ...browser, purpose: "cabinet" as const, code: "x" };
    for (let n = 0; n < 20; n += 1) {
      const tried = await tryCode(guess, now);
      if (!tried.ok && tried.code === "wrong") tries += 1;
    }
    compared.push({ length: row?.length ?? 0, tries });
  }
  return [limited({ ...perDay, name: "codes a day of guesses at the portal" }, [riskOf(compared)])];
}

/** Whether the time of an answer tells a known IIN from an unknown one. */
async function telling(regionId: number, stage: Stage): Promise<Row[]> {
  await givePassword();
  const count = stage.pairs > 2 ? 600 : 150;
  const ask = (iin: string) => async () => {
    await askCode(stranger(regionId), iin, false, new Date());
  };
  // Each on a fresh day; the sweeping is not timed.
  const asked = async (one: () => Promise<unknown>, other: () => Promise<unknown>) => {
    const times = { one: [] as number[], other: [] as number[] };
    for (let left = count; left > 0; left -= 3) {
      await forget();
      const some = await timedInTurns(3, one, other);
      times.one.push(...some.one);
      times.other.push(...some.other);
    }
    return apart(times.one, times.other);
  };
  const enter = (iin: string) => () =>
    enterByPassword(stranger(regionId), iin, "кез келген құпиясөз", entry, new Date());
  const tried = async (one: () => Promise<unknown>, other: () => Promise<unknown>) => {
    const times = { one: [] as number[], other: [] as number[] };
    for (let left = Math.ceil(count / 3); left > 0; left -= 4) {
      await forget();
      const some = await timedInTurns(4, one, other);
      times.one.push(...some.one);
      times.other.push(...some.other);
    }
    return apart(times.one, times.other);
  };
  // As one would write it who does not think of the clock: nobody is found, so nothing more is done.
  const nothingSent = () =>
    transaction(async (tx) => {
      const now = new Date();
      await accountOf(tx, regionId, unknown);
      await isKnownDevice(tx, null, newSecret(), now);
      await codePolicy(tx, regionId, now);
    });
  const nothingHashed = async () => {
    const now = new Date();
    const visitor = stranger(regionId);
    await personByIin(db(), unknown);
    await countPasswordTry({ ...visitor, subject: unknown, knownDevice: false }, now);
    const refused = {
      ...visitor,
      way: "password",
      code: "wrong",
      subject: unknown,
      entry,
    } as const;
    await recordRefusal(refused, now);
  };
  const question = { unit: "× chance", limit: { atMost: 1 } };
  return [
    limited({ ...question, name: "codes step 1, known and unknown IIN apart" }, [
      await asked(ask(known), ask(unknown)),
    ]),
    limited({ ...question, name: "codes step 1 that asks no further, apart", control: true }, [
      await asked(ask(known), nothingSent),
    ]),
    limited({ ...question, name: "codes password, known and unknown IIN apart" }, [
      await tried(enter(known), enter(unknown)),
    ]),
    limited({ ...question, name: "codes password without its hash, apart", control: true }, [
      await tried(enter(known), nothingHashed),
    ]),
  ];
}

/** Strangers burn whatever they can for a day, from ever new browsers and networks; then the owner comes. */
async function lockingOut(regionId: number): Promise<Row[]> {
  await forget();
  const owner = await personByIin(db(), known);
  if (!owner) throw new Error("the demo has no owner");
  const own = stranger(regionId);
  const begin = new Date();
  await transaction((tx) =>
    rememberDevice(
      tx,
      { personId: owner.id, deviceSecret: own.deviceSecret ?? "", device: "" },
      begin,
    ),
  );
  const share = { own: [] as number[], strange: [] as number[] };
  for (let hour = 0; hour < 24; hour += 1) {
    const now = new Date(begin.getTime() + hour * 3_600_000);
    for (let n = 0; n < 12; n += 1) {
      await askCode(stranger(regionId, `198.51.100.${n}`), known, false, now);
    }
    if (hour % 6 !== 5) continue;
    const there = await askCode({ ...own, browserSecret: newSecret() }, known, false, now);
    const elsewhere = await askCode(stranger(regionId, "203.0.113.7"), known, false, now);
    share.own.push(there.ok ? 1 : 0);
    share.strange.push(elsewhere.ok ? 1 : 0);
  }
  const question = { unit: "of times", limit: { atLeast: 1 } };
  return [
    limited({ ...question, name: "codes the owner's own device gets one under attack" }, share.own),
    limited({ ...question, name: "codes a strange device does", control: true }, share.strange),
  ];
}

function stranger(regionId: number, address = ""): Visitor {
  return {
    regionId,
    browserSecret: newSecret(),
    deviceSecret: newSecret(),
    address,
    locale: "kk",
  };
}

async function givePassword(): Promise<void> {
  const owner = await personByIin(db(), known);
  const hash = await hashPassword("нағыз ұзын құпиясөз");
  if (!owner || !hash.ok) throw new Error("the owner gets no password");
  await transaction((tx) => savePassword(tx, owner.id, hash.value, new Date()));
}

async function forget(): Promise<void> {
  await db().execute("delete from one_time_code");
  await db().execute("delete from rate_limit");
}
