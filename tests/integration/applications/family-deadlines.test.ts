import { beforeAll, describe, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { applicationReturn, decision } from "#db/schema/office.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { takeStep } from "#lib/applications/deed.ts";
import { deadlineFile, deadlinesOf } from "#lib/applications/family-deadlines.ts";
import { leaveQueue } from "#lib/applications/remove.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Component, parseIcs } from "../../unit/calendar/ics-parser.ts";
import { later, now } from "../sign-in/gate.ts";
import { lightly } from "./family.ts";
import { bothParents } from "./life.ts";

useTestDatabase();

const cabinet = "https://kezek.example/ru/akmola/cabinet";
const day = 24 * 60;
let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let father: PersonActor;
let number: string;
let id: string;

beforeAll(async () => {
  ({ akmola, oral, olga, father, number, applicationId: id } = await bothParents());
});

const file = (
  actor: Parameters<typeof deadlineFile>[0],
  regionId = akmola.id,
  at = now,
  locale: "kk" | "ru" = "ru",
) => deadlineFile(actor, { regionId, number }, { locale, cabinet }, at);

async function events(at = now, locale: "kk" | "ru" = "ru"): Promise<readonly Component[]> {
  const made = await file(olga, akmola.id, at, locale);
  if (!made.ok || made.value === null) throw new Error("no file");
  return parseIcs(made.value).components;
}

const valueOf = (event: Component | undefined, name: string) =>
  event?.properties.find((each) => each.name === name)?.value ?? "";

async function rowNow() {
  const [row] = await db().select().from(application).where(eq(application.id, id));
  if (!row) throw new Error("no application");
  return row;
}

describe("the calendar file of an application", () => {
  test("is the family's: both parents, a light sign-in, one on hold; nobody else's, in no other region", async () => {
    expect(await file(olga)).toMatchObject({ ok: true });
    expect(await file({ ...lightly(father), onHold: true })).toMatchObject({ ok: true });
    expect(await file(anonymous("kk"))).toMatchObject({ code: "signed-out" });
    const stranger = { ...father, personId: "00000000-0000-4000-8000-000000000001" };
    expect(await file(stranger)).toMatchObject({ code: "not-yours" });
    expect(await file(olga, oral.id)).toMatchObject({ code: "not-yours" });
  });

  test("names the last instant of interest, reminds in the morning, and says no name and no number", async () => {
    const { interestDueAt } = await rowNow();
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    const due = interestDueAt?.toISOString() ?? "";
    expect(valueOf(event, "DTSTART")).toBe(`${due.slice(0, 19).replaceAll(/[-:]/g, "")}Z`);
    expect(event?.components.map((alarm) => valueOf(alarm, "TRIGGER"))).toEqual(
      [7, 1, 0].map((days) => `-PT${days * day + 14 * 60}M`),
    );
    // Fourteen hours before midnight is ten in the morning.
    expect(due.slice(11)).toBe("18:59:59.999Z");
    expect(valueOf(event, "UID")).toMatch(/^interest-.+@kezek\.example$/);
    const made = await file(olga);
    expect(made.ok && made.value).not.toMatch(/КИМ|Ким|АРТ|2303|111-26/);
    expect(valueOf((await events(now, "kk"))[0], "SUMMARY")).toContain("орын");
  });

  test("has a correction and an objection as well, each until its own instant, the same ones at each asking", async () => {
    await db()
      .insert(applicationReturn)
      .values({
        regionId: akmola.id,
        id: newId(),
        applicationId: id,
        reasons: ["paper"],
        returnedAt: now,
        deadlineAt: later(60),
        state: "open",
      });
    const step = { kind: "returned-for-correction", legalGround: "return", at: now } as const;
    await transaction(async (tx) => {
      const event = "return-for-correction";
      await takeStep(tx, await rowNow(), { ...step, event, actorRole: "officer" });
    });
    await db()
      .update(decision)
      .set({ appealUntil: later(120) });
    const kinds = async (minutes: number) =>
      (await deadlinesOf(db(), await rowNow(), later(minutes))).map(({ kind }) => kind);
    expect(await kinds(0)).toEqual(["correction", "objection", "interest"]);
    expect(await kinds(60)).toEqual(["objection", "interest"]);
    expect(await kinds(120)).toEqual(["interest"]);
    const uids = async () => (await events()).map((event) => valueOf(event, "UID"));
    const first = await uids();
    expect(new Set(first).size).toBe(3);
    expect(await uids()).toEqual(first);
  });

  test("reminds nobody to object to what was taken back", async () => {
    const kinds = async () =>
      (await deadlinesOf(db(), await rowNow(), now)).map(({ kind }) => kind);
    const step = { actorRole: "officer", legalGround: "correction-sent", at: now } as const;
    await transaction(async (tx) => {
      await takeStep(tx, await rowNow(), { ...step, kind: "correction-sent", event: "correct" });
    });
    await db().delete(applicationReturn);
    expect(await kinds()).toEqual(["interest"]);
    await transaction(async (tx) => {
      const held = { ...step, kind: "held", event: "hold", legalGround: "hold-papers" } as const;
      await takeStep(tx, await rowNow(), held);
    });
    expect(await kinds()).toEqual(["objection", "interest"]);
    await transaction(async (tx) => {
      await takeStep(tx, await rowNow(), { ...step, kind: "released", event: "release" });
    });
    expect(await kinds()).toEqual(["interest"]);
  });

  test("invites nobody to object where the civil register has closed the record", async () => {
    const row = await rowNow();
    await db().delete(applicationReturn);
    await db().delete(decision);
    await transaction(async (tx) => {
      const step = { kind: "removed", event: "remove", actorRole: "system", at: now } as const;
      await leaveQueue(tx, row, { ...step, legalGround: "remove-registry" });
    });
    expect(await file(olga)).toEqual({ ok: true, value: null });
  });

  test("is none when nothing waits for the family", async () => {
    await db().delete(applicationReturn);
    await db().delete(decision);
    await db().update(application).set({ status: "WITHDRAWN" }).where(eq(application.id, id));
    expect(await file(olga)).toEqual({ ok: true, value: null });
  });
});
