import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, privilegeClaim } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { contact } from "#db/schema/people.ts";
import { policy } from "#db/schema/regions.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { expirePrivileges, provenUntil } from "#lib/applications/expire-privileges.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { collectPapers } from "#lib/applications/hand-in.ts";
import { claimPrivilege } from "#lib/applications/privilege-claim.ts";
import { newId } from "#lib/platform/ids.ts";
import { privilegeCategories } from "#lib/privileges/categories.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now, openPortals } from "../sign-in/gate.ts";
import { daniil, registered, signedIn } from "./family.ts";
import { brought, faultsOf, rowOf, story, toldOf } from "./life.ts";

useTestDatabase();

const day = 24 * 3600;
/** Five in the morning of 22 November; the certificate's term ends with 22 December. */
const ends = provenUntil(categoryOf("teacher"), "2026-11-22") ?? new Date(0);
let akmola: Portal;
let olga: PersonActor;
let number: string;
let id: string;

function categoryOf(code: string) {
  const found = privilegeCategories.find((each) => each.code === code);
  if (found === undefined) throw new Error(`no ground ${code}`);
  return found;
}

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  const done = await registered(olga, akmola);
  ({ number } = done);
  id = done.applicationId;
  const where = { regionId: akmola.id, number, purpose: "claim" as const };
  const begun = await collectPapers(olga, where, now);
  if (!begun.ok) throw new Error(begun.code);
  const { collection } = begun.value;
  await brought(akmola.id, olga, collection, "teacher-certificate");
  const order = { ...where, category: "teacher", collection, requestId: null };
  const claimed = await claimPrivilege(olga, order, later(10));
  if (!claimed.ok) throw new Error(claimed.code);
  // As a desk confirms it.
  await db()
    .update(privilegeClaim)
    .set({ status: "confirmed", decidedAt: later(20), expiresAt: ends })
    .where(eq(privilegeClaim.applicationId, id));
});
beforeEach(async () => {
  await db().delete(message).where(eq(message.template, "privilege-ending"));
});

const entryClass = async () => (await rowOf(akmola.id, number)).entry.class;
const setPolicy = async (privilegeExpires: boolean) => {
  const row = {
    code: "akmola-terms",
    regionId: akmola.id,
    queueType: null,
    validFrom: "2026-01-01",
    validTo: null,
    parameters: { privilegeExpires },
    source: { act: "portal-default", date: "2026-11-22", address: null },
  };
  await db().delete(policy).where(eq(policy.code, row.code));
  await db().insert(policy).values(row);
};

test("a paper's term ends with its last day in Kazakhstan; one without a term never does", () => {
  expect(ends.toISOString()).toBe("2026-12-22T18:59:59.999Z");
  expect(provenUntil(categoryOf("large-family"), "2026-11-22")).toBeNull();
});

describe("the end of a paper's term", () => {
  test("costs nobody a place where the policy does not say so", async () => {
    expect(await expirePrivileges(later(60 * day))).toBe(0);
    expect(await entryClass()).toBe("first-priority");
    expect(await toldOf("privilege-ending")).toEqual([]);
  });

  test("of many others, where it ends nothing, keeps no region from its own", async () => {
    const [claim] = await db()
      .select()
      .from(privilegeClaim)
      .where(eq(privilegeClaim.applicationId, id));
    if (claim === undefined) throw new Error("no claim");
    const { regionId, ...rest } = claim;
    expect(regionId).toBe(akmola.id);
    const { oral } = await openPortals();
    const done = await registered(olga, oral, { childIin: daniil });
    // More of them than are looked at in one run, all over for longer.
    const expiresAt = new Date(ends.getTime() - day * 1000);
    const over = Array.from({ length: 5_001 }, (_, i) => ({
      ...rest,
      regionId: oral.id,
      id: newId(),
      applicationId: done.applicationId,
      category: `old-${i}`,
      expiresAt,
    }));
    for (let from = 0; from < over.length; from += 1_000) {
      await db()
        .insert(privilegeClaim)
        .values(over.slice(from, from + 1_000));
    }
    await setPolicy(true);
    expect(await expirePrivileges(later(25 * day))).toBe(0);
    expect(await toldOf("privilege-ending")).toHaveLength(2);
    await setPolicy(false);
    await db().delete(privilegeClaim).where(eq(privilegeClaim.regionId, oral.id));
  });

  test("is told ten days before, once however often it is looked at", async () => {
    await setPolicy(true);
    expect(await expirePrivileges(later(10 * day))).toBe(0);
    expect(await toldOf("privilege-ending")).toEqual([]);
    for (const days of [21, 22, 25]) await expirePrivileges(later(days * day));
    expect(await toldOf("privilege-ending")).toHaveLength(2);
    expect(await entryClass()).toBe("first-priority");
  });

  test("waits while a place is being given", async () => {
    const same = and(eq(application.regionId, akmola.id), eq(application.id, id));
    await db().update(application).set({ status: "TURN_CAME" }).where(same);
    expect(await expirePrivileges(later(31 * day))).toBe(0);
    await db().update(application).set({ status: "REGISTERED" }).where(same);
  });

  test("ends it on time, once, by two workers at once too", async () => {
    expect(await expirePrivileges(new Date(ends.getTime() - 1))).toBe(0);
    const [a, b] = await Promise.all([
      expirePrivileges(later(31 * day)),
      expirePrivileges(later(31 * day)),
    ]);
    expect(a + b).toBe(1);
    expect(await expirePrivileges(later(40 * day))).toBe(0);
    expect(await entryClass()).toBe("ordinary");
    expect(await story(akmola.id, number)).toEqual([
      "registered",
      "privilege-claimed",
      "privilege-expired",
    ]);
    expect(await toldOf("privilege-expired")).toHaveLength(2);
    expect(await faultsOf(akmola.id)).toBe(0);
  });

  test("can be mended with a new paper", async () => {
    const where = { regionId: akmola.id, number, purpose: "claim" as const };
    const order = { ...where, category: "teacher", collection: null, requestId: null };
    const at = later(41 * day);
    expect(await claimPrivilege(olga, order, at)).toMatchObject({ code: "papers-missing" });
    const begun = await collectPapers(olga, where, at);
    if (!begun.ok) throw new Error(begun.code);
    const { collection } = begun.value;
    await brought(akmola.id, olga, collection, "teacher-certificate");
    expect(await claimPrivilege(olga, { ...order, collection }, at)).toMatchObject({ ok: true });
    expect(await entryClass()).toBe("first-priority");
  });
});

test("the page of an application shows where its news go: the profile's contacts, else its own", async () => {
  const mine = eq(contact.personId, olga.personId);
  const where = { regionId: akmola.id, number };
  await db().update(contact).set({ phone: "+77010000777", email: null }).where(mine);
  expect(await applicationView(olga, where, now)).toMatchObject({
    value: { contacts: { phone: "+77010000777", email: "olga@example.kz" } },
  });
  await db().update(contact).set({ phone: null, email: "other@example.kz" }).where(mine);
  expect(await applicationView(olga, where, now)).toMatchObject({
    value: { contacts: { phone: "+77770001199", email: "other@example.kz" } },
  });
  await db().delete(contact).where(mine);
  expect(await applicationView(olga, where, now)).toMatchObject({
    value: { contacts: { phone: "+77770001199", email: "olga@example.kz" } },
  });
});
