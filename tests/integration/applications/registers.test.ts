import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { applicationCheck, queueEntry, queueEvent } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { checkRegisters } from "#lib/applications/check-registers.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { wizardView } from "#lib/applications/wizard.ts";
import { representativesOf } from "#lib/people/representation.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now, openPortals, sergey } from "../sign-in/gate.ts";
import { artyom, compose, daniil, draftFor, registered, setRegisters, signedIn } from "./family.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let husband: PersonActor;
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
  husband = await signedIn(akmola, sergey.iin);
});
afterEach(() => setRegisters({}));

const declared = {
  childSurname: "Ким",
  childGivenName: "Артем",
  childPatronymic: "",
  childBirthDate: "15.03.2023",
};
const down = { person: { kind: "down" }, birth: { kind: "down" } } as const;
const checks = async (applicationId: string) =>
  Object.fromEntries(
    (
      await db()
        .select()
        .from(applicationCheck)
        .where(eq(applicationCheck.applicationId, applicationId))
    ).map((row) => [row.kind, row.state]),
  );

describe("registers that do not answer", () => {
  test("cost nobody the place: accepted at its instant, checked later, the place stays", async () => {
    await setRegisters(down);
    const draft = await draftFor(olga, akmola);
    const view = await wizardView(olga, { portal: akmola, draftId: draft }, now);
    expect(view.ok && view.value.mustDeclare).toBe(true);
    const done = await registered(olga, akmola, declared, later(60));
    expect(await checks(done.applicationId)).toEqual({
      person: "pending",
      residence: "pending",
      kinship: "pending",
    });
    const [entry] = await db()
      .select()
      .from(queueEntry)
      .where(eq(queueEntry.applicationId, done.applicationId));
    expect(entry?.registeredAt).toEqual(later(60));
    const child = await db().execute<{ id: string }>(
      sql`select id from person where iin = ${artyom}`,
    );
    expect(await representativesOf(db(), child[0]?.id ?? "")).toEqual([]);

    // Still down: asked again by a job with a growing pause, nothing else changes.
    await checkRegisters({ regionId: akmola.id, applicationId: done.applicationId }, later(120));
    expect(await checks(done.applicationId)).toMatchObject({ person: "pending" });
    const jobs = await db().execute<{ run_at: string }>(
      sql`select run_at from graphile_worker.jobs where key = ${`registers:${done.applicationId}`}`,
    );
    expect(jobs).toHaveLength(1);

    await setRegisters({});
    // Twice at once, as when a worker is only thought to be dead: the ledger says each thing once.
    const where = { regionId: akmola.id, applicationId: done.applicationId };
    await Promise.all([checkRegisters(where, later(600)), checkRegisters(where, later(600))]);
    expect(await checks(done.applicationId)).toEqual({
      person: "passed",
      residence: "passed",
      kinship: "passed",
    });
    const [after] = await db()
      .select()
      .from(queueEntry)
      .where(eq(queueEntry.applicationId, done.applicationId));
    expect(after).toEqual(entry);
    const events = await db()
      .select()
      .from(queueEvent)
      .where(eq(queueEvent.applicationId, done.applicationId));
    expect(events.map((event) => event.kind)).toEqual([
      "registered",
      "register-checked",
      "register-checked",
      "register-checked",
    ]);
    const shown = await applicationView(
      olga,
      { regionId: akmola.id, number: done.number },
      later(700),
    );
    expect(shown.ok && shown.value.child.givenName).toBe("АРТЁМ");
    // Once more: nothing is left to do, and nothing is done twice.
    await checkRegisters({ regionId: akmola.id, applicationId: done.applicationId }, later(800));
    const again = await db()
      .select()
      .from(queueEvent)
      .where(eq(queueEvent.applicationId, done.applicationId));
    expect(again).toHaveLength(4);
  });

  test("a birth date that turns out otherwise moves the entry to its cohort, with its old instant", async () => {
    await setRegisters(down);
    const done = await registered(
      olga,
      akmola,
      { ...declared, childIin: daniil, childBirthDate: "2022-11-30" },
      later(3600),
    );
    await setRegisters({});
    await checkRegisters({ regionId: akmola.id, applicationId: done.applicationId }, later(4000));
    const [entry] = await db()
      .select()
      .from(queueEntry)
      .where(eq(queueEntry.applicationId, done.applicationId));
    expect(entry).toMatchObject({ cohort: 2021, registeredAt: later(3600) });
    const moved = await db()
      .select()
      .from(queueEvent)
      .where(eq(queueEvent.applicationId, done.applicationId));
    expect(moved.find((event) => event.kind === "moved")?.data).toEqual({
      v: 2,
      from: { cohort: 2022 },
      to: { cohort: 2021 },
    });
  });

  test("a kinship that is not confirmed afterwards is told to the family", async () => {
    await setRegisters({ birth: { kind: "down" } });
    const done = await registered(
      olga,
      akmola,
      {
        ...declared,
        childIin: "240902690007",
        childSurname: "Сапарова",
        childGivenName: "Инкар",
        childBirthDate: "2024-09-02",
      },
      later(7200),
    );
    const shown = await applicationView(
      olga,
      { regionId: akmola.id, number: done.number },
      later(7300),
    );
    expect(shown.ok && shown.value.child.surname).toBe("Сапарова");
    await setRegisters({});
    await checkRegisters({ regionId: akmola.id, applicationId: done.applicationId }, later(8000));
    expect(await checks(done.applicationId)).toEqual({ kinship: "failed" });
    const told = await db()
      .select()
      .from(message)
      .where(eq(message.cause, `checks-failed:${done.applicationId}:kinship`));
    expect(told.map((each) => each.channel).toSorted()).toEqual(["email", "sms"]);
    // What the register says of somebody else's child is still not shown.
    const after = await applicationView(
      olga,
      { regionId: akmola.id, number: done.number },
      later(8100),
    );
    expect(after.ok && after.value.child.givenName).toBe("Инкар");
  });
});

describe("registration in the region", () => {
  test("is required: somebody registered elsewhere is told so before signing", async () => {
    const draftId = await draftFor(olga, oral, { districtKato: "" }, "general", later(20));
    expect(await compose(olga, oral, draftId, later(20))).toMatchObject({
      ok: false,
      code: "no-residence",
    });
    const view = await wizardView(olga, { portal: oral, draftId }, later(20));
    expect(view.ok && view.value.applicant.residence).toBe("elsewhere");
  });

  test("the husband, registered in Kokshetau too, may apply for the second child", async () => {
    await setRegisters({});
    const draftId = await draftFor(husband, akmola, { childIin: artyom }, "special", later(9000));
    const view = await wizardView(husband, { portal: akmola, draftId }, later(9000));
    if (!view.ok) throw new Error(view.code);
    expect(view.value.applicant.residence).toBe("here");
    expect(view.value.papers.map((paper) => paper.code)).toEqual(["pmpk-conclusion"]);
    expect(await compose(husband, akmola, draftId, later(9000))).toMatchObject({
      ok: false,
      code: "problems",
      detail: [{ field: "paper.pmpk-conclusion", code: "paper-missing" }],
    });
  });
});
