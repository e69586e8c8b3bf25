import { spawn } from "node:child_process";
import { once } from "node:events";
import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { staffRole } from "#db/schema/people.ts";
import { recoveryBlock } from "#db/schema/sign-in.ts";
import { holdOf } from "#lib/sign-in/phone-change-stop.ts";
import { liftRecovery } from "#lib/sign-in/recovery-lift.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now } from "./gate.ts";
import {
  aigerim,
  answer,
  answersOfGulnar,
  changeTo,
  claimOf,
  forgetAll,
  gulnar,
  nobody,
  personIdOf,
  rightAnswersOf,
  settleFamilies,
  type Street,
} from "./recovery-family.ts";

useTestDatabase();

const officer = "820630390001";
const auditor = "900101390002";
const adminOfAkmola = "840214390003";
const ground = "identity card and birth certificate seen";

let street: Street;
beforeAll(async () => {
  street = await settleFamilies();
});
beforeEach(forgetAll);

async function close(iin = aigerim, regionId = street.oral.id, from = 0): Promise<void> {
  for (let n = 0; n < 3; n += 1) {
    const typed = { ...rightAnswersOf, year: "2022" };
    await answer(claimOf(regionId, { iin, typed }), later(from + n));
  }
}

const lift = (changes: Partial<Parameters<typeof liftRecovery>[0]> = {}, at = later(60)) =>
  liftRecovery(
    { regionId: street.oral.id, iin: aigerim, by: officer, ground, settle: false, ...changes },
    at,
  );

describe("an officer who has seen the papers", () => {
  test("opens the way again, once, with three new attempts", async () => {
    await close();
    expect(await answer(claimOf(street.oral.id), later(9))).toMatchObject({ code: "blocked" });
    expect(await lift()).toMatchObject({ ok: true, value: { lifted: true, settled: false } });
    expect(await lift()).toMatchObject({ ok: true, value: { lifted: false } });
    const [block] = await db().select().from(recoveryBlock);
    expect(block).toMatchObject({ liftedBy: officer, ground, liftedAt: later(60) });
    const entries = await db()
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.action, "staff.recovery.lift"), eq(auditEntry.role, "officer")));
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      regionId: street.oral.id,
      concernsId: await personIdOf(aigerim),
      detail: { outcome: "lifted", ground },
    });

    const wrong = claimOf(street.oral.id, { typed: { ...rightAnswersOf, year: "2022" } });
    expect(await answer(wrong, later(61))).toMatchObject({ detail: { left: 2 } });
    expect(await answer(claimOf(street.oral.id), later(62))).toMatchObject({ ok: true });
  });

  test.each([
    ["an auditor", auditor],
    ["an administrator of another region", adminOfAkmola],
    ["nobody of the staff", aigerim],
  ])("is not %s", async (_, by) => {
    await close();
    expect(await lift({ by })).toMatchObject({ ok: false, code: "not-granted" });
    expect(await answer(claimOf(street.oral.id), later(90))).toMatchObject({ code: "blocked" });
  });

  test("is not one whose role was taken back", async () => {
    await close();
    const theirs = eq(staffRole.iin, officer);
    await db().update(staffRole).set({ revokedAt: now }).where(theirs);
    expect(await lift()).toMatchObject({ code: "not-granted" });
    await db().update(staffRole).set({ revokedAt: null }).where(theirs);
  });

  test("opens what strangers closed by way of another region, for families of one's own", async () => {
    await close(aigerim, street.akmola.id);
    const elsewhere = { regionId: street.akmola.id, by: adminOfAkmola };
    expect(await lift()).toMatchObject({ ok: true, value: { lifted: true } });
    await close(nobody);
    expect(await lift({ ...elsewhere, iin: nobody })).toMatchObject({ code: "not-here" });
    expect(await lift({ iin: nobody })).toMatchObject({ ok: true, value: { lifted: true } });
  });

  test("ends the hold on a number only where that is asked for", async () => {
    const hers = { regionId: street.oral.id, iin: gulnar, typed: answersOfGulnar };
    await changeTo("+77015556677", hers);
    const personId = await personIdOf(gulnar);
    expect(await lift({ iin: gulnar })).toMatchObject({ value: { lifted: false, settled: false } });
    expect(await holdOf(db(), personId, later(61))).not.toBeNull();
    expect(await lift({ iin: gulnar, settle: true })).toMatchObject({ value: { settled: true } });
    expect(await holdOf(db(), personId, later(61))).toBeNull();
  });
});

describe("the command", () => {
  async function kezek(...argv: string[]) {
    const child = spawn(process.execPath, ["bin/kezek.mjs", "recovery", ...argv, "--json"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let out = "";
    child.stdout.on("data", (part: Buffer) => {
      out += part.toString();
    });
    await once(child, "close");
    const said: unknown = JSON.parse(out);
    return { exit: child.exitCode, said };
  }
  const order = ["lift", aigerim, "--region", "oral", "--by", officer, "--ground", ground];

  test("lists what is closed, lifts it, and says when there is nothing to lift", async () => {
    await close();
    await close(nobody, street.oral.id, 5);
    const listed = await kezek("list", "--region", "oral");
    expect(listed).toMatchObject({
      exit: 0,
      said: {
        blocks: [
          { iin: "8706****0009", here: true },
          { iin: null, here: true },
        ],
      },
    });
    expect(JSON.stringify(listed)).not.toContain(aigerim);
    expect(await kezek(...order)).toEqual({
      exit: 0,
      said: { ok: true, lifted: true, settled: false },
    });
    expect(await kezek(...order)).toMatchObject({ exit: 0, said: { lifted: false } });
  });

  test.each([
    [["lift", aigerim, "--region", "oral", "--by", auditor, "--ground", ground], 1, "not-granted"],
    [
      ["lift", aigerim, "--region", "atlantis", "--by", officer, "--ground", ground],
      1,
      "no-region",
    ],
    [["lift", aigerim, "--region", "oral", "--by", officer], 2, "usage"],
    [["lift", "870612", "--region", "oral", "--by", officer, "--ground", ground], 2, "usage"],
    [["list", "oral"], 2, "usage"],
  ])("%j exits with %i", async (argv, exit, code) => {
    expect(await kezek(...argv)).toMatchObject({ exit, said: { ok: false, code } });
  });
});
