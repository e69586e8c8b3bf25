import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { numberSeen } from "#db/schema/queue.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { sinceLastVisit, type WhyQuestion, whyView } from "#lib/applications/why.ts";
import { changeEntry, type EntryEvent, enterQueue } from "#lib/queue/commands.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import { placeAt } from "#lib/queue/past.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openPortals, sergey } from "../sign-in/gate.ts";
import { applications } from "../queue/stage.ts";
import { registered, signedIn } from "./family.ts";

useTestDatabase();

const day = (n: number) => new Date(now.getTime() + n * 86_400_000);
const ratio = 3;
let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let stranger: PersonActor;
let number: string;
let applicationId: string;
let others: string[];

const deed = (id: string, at: Date) => ({
  regionId: akmola.id,
  applicationId: id,
  at,
  actorRole: "officer" as const,
  legalGround: "register-check",
});
const happen = (
  id: string,
  at: Date,
  kind: EntryEvent["kind"],
  change: NonNullable<EntryEvent["change"]> = {},
) => transaction((tx) => changeEntry(tx, { ...deed(id, at), kind, change }));

async function come(id: string, at: Date, entryClass: EntryClass, registeredAt = at) {
  const [own] = await db()
    .select()
    .from(queueEntry)
    .where(eq(queueEntry.applicationId, applicationId));
  if (!own) throw new Error("Olga's child stands in no queue");
  const { queueType, districtKato, cohort } = own;
  const entry = { queueType, districtKato, cohort, class: entryClass, registeredAt };
  await transaction((tx) => enterQueue(tx, [{ ...deed(id, at), entry }]));
}

beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
  stranger = await signedIn(akmola, sergey.iin);
  ({ number, applicationId } = await registered(olga, akmola));
  others = await applications(akmola.id, 8);
  // Six who were there before Olga's child, told to the ledger as they came.
  for (const [n, id] of others.slice(0, 6).entries()) {
    await come(id, day(-30 + n), "ordinary", day(-30 + n));
  }
});

const ask = (question: WhyQuestion, at: Date, remember = false, actor: PersonActor = olga) =>
  whyView(actor, { regionId: akmola.id, number }, { question, remember }, at);
async function answer(question: WhyQuestion, at: Date) {
  const found = await ask(question, at);
  if (!found.ok) throw new Error(found.code);
  return found.value;
}
async function look(at: Date, remember = true) {
  const where = { regionId: akmola.id, number };
  const view = await applicationView(olga, where, at);
  if (!view.ok) throw new Error(view.code);
  const { place } = view.value;
  const since = await sinceLastVisit(olga, where, { place, remember }, at);
  if (!since.ok) throw new Error(since.code);
  return since.value;
}

describe("since the last visit", () => {
  test("the first visit compares with nothing, and one fetched beforehand is none", async () => {
    expect(await look(day(0), false)).toEqual({ kind: "first" });
    expect(await db().select().from(numberSeen)).toEqual([]);
    expect(await look(day(0))).toEqual({ kind: "first" });
    expect(await db().select().from(numberSeen)).toHaveLength(1);
  });

  test("a real story: enrolled, withdrawn, restored, a privilege; each cause counted, the sum exact", async () => {
    await happen(others[0] ?? "", day(1), "referred");
    await happen(others[0] ?? "", day(3), "enrolled");
    await happen(others[1] ?? "", day(4), "withdrawn");
    await happen(others[2] ?? "", day(5), "removed");
    await come(others[6] ?? "", day(6), "first-priority");
    await happen(others[2] ?? "", day(7), "restored");
    const since = await look(day(8));
    if (since.kind !== "changed") throw new Error(since.kind);
    const { story } = since;
    expect(since.at).toEqual(day(0));
    expect(story.causes).toEqual([
      { cause: "enrolled", children: 1, effect: -1 },
      { cause: "withdrew", children: 1, effect: -1 },
      { cause: "removed", children: 1, effect: -1 },
      { cause: "first-priority", children: 1, effect: 1 },
      { cause: "restored", children: 1, effect: 1 },
    ]);
    const entry = { regionId: akmola.id, applicationId };
    expect(story.from.position).toBe((await placeAt(entry, ratio, day(0)))?.position);
    expect(story.to.position).toBe((await placeAt(entry, ratio, day(8)))?.position);
    expect(story.to.position - story.from.position).toBe(-1);
  });

  test("opened again in a minute it still says what changed since the visit before", async () => {
    const minute = new Date(day(8).getTime() + 60_000);
    expect(await look(minute)).toMatchObject({ kind: "changed", at: day(0) });
    expect(await look(new Date(day(8).getTime() + 3 * 3_600_000))).toMatchObject({ at: day(0) });
  });

  test("days later the visit before is that one, and where nothing happened it says so", async () => {
    const since = await look(day(9));
    expect(since.kind).toBe("same");
    expect(await ask({ since: "visit" }, day(9))).toMatchObject({
      ok: true,
      value: { asked: "visit", story: { causes: [], turns: [] } },
    });
  });

  test("each person has visits of their own", async () => {
    const rows = await db()
      .select({ personId: numberSeen.personId })
      .from(numberSeen)
      .where(and(eq(numberSeen.applicationId, applicationId)));
    expect(rows).toEqual([{ personId: olga.personId }]);
  });
});

describe("between two days", () => {
  test("any two, in either order, and never before two years or after now", async () => {
    const view = await answer({ from: "2099-01-01", to: "1999-01-01" }, day(10));
    expect(view.to).toEqual(day(10));
    expect(day(10).getTime() - view.from.getTime()).toBeLessThan(733 * 86_400_000);
    expect(view.asked).toBe("days");
  });

  test("since the registration it begins with the number of that moment", async () => {
    const view = await answer({ since: "registration" }, day(10));
    expect(view.story?.from.at).toEqual(view.registeredAt);
    const sum = view.story?.causes.reduce((n, { effect }) => n + effect, 0);
    expect(sum).toBe((view.story?.to.position ?? 0) - (view.story?.from.position ?? 0));
    expect(view.story?.to.position).toBe(view.place?.position);
  });

  test("a privilege of one's own and the bound that comes with it", async () => {
    await happen(applicationId, day(11), "privilege-confirmed", { class: "first-priority" });
    const view = await answer({ since: "month" }, day(12));
    const own = view.story?.causes.find(({ cause }) => cause === "ownPrivilege");
    expect(own?.effect).toBeLessThan(0);
    expect(view.story?.to.worst).toBe(view.place?.worst);
  });

  test("on hold there is no number: it ends where the child left, and nothing is compared", async () => {
    await happen(applicationId, day(13), "held");
    const view = await answer({ since: "month" }, day(14));
    expect(view.place).toBeNull();
    expect(view.story?.to.at).toEqual(day(13));
    expect(await look(day(14))).toEqual({ kind: "first" });
    await happen(applicationId, day(15), "released");
    const back = await answer({ since: "registration" }, day(16));
    expect(back.story?.away).toEqual([{ from: day(13), to: day(15) }]);
  });
});

describe("nobody else is told", () => {
  const month = { question: { since: "month" } as const, remember: true };
  test("a stranger, another region, and who is signed out", async () => {
    const where = { regionId: akmola.id, number };
    const elsewhere = { regionId: oral.id, number };
    const visitor = anonymous("ru");
    expect(await whyView(stranger, where, month, now)).toMatchObject({ code: "not-yours" });
    expect(await whyView(olga, elsewhere, month, now)).toMatchObject({ code: "not-yours" });
    expect(await whyView(visitor, where, month, now)).toMatchObject({ code: "signed-out" });
    const shown = { place: null, remember: true };
    expect(await sinceLastVisit(stranger, where, shown, now)).toMatchObject({ code: "not-yours" });
    expect(await sinceLastVisit(olga, elsewhere, shown, now)).toMatchObject({ code: "not-yours" });
    expect(await sinceLastVisit(visitor, where, shown, now)).toMatchObject({ code: "signed-out" });
    expect((await db().select().from(numberSeen)).map((row) => row.personId)).toEqual([
      olga.personId,
    ]);
  });
});
