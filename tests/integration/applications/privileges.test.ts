import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, privilegeClaim, queueEvent } from "#db/schema/applications.ts";
import { attachment } from "#db/schema/documents.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { myDrafts, draftOf } from "#lib/applications/drafts.ts";
import { previewClaim, previewGivingUp } from "#lib/applications/effects.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { collectPapers, handInPapers } from "#lib/applications/hand-in.ts";
import { claimPrivilege } from "#lib/applications/privilege-claim.ts";
import { giveUpPrivilege } from "#lib/applications/privilege-give-up.ts";
import { composeApplication } from "#lib/applications/compose.ts";
import { openTicket } from "#lib/documents/upload-tickets.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now } from "../sign-in/gate.ts";
import { daniil, lightly, registered } from "./family.ts";
import { bothParents, brought, faultsOf, rowOf, story, toldOf } from "./life.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let father: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola, oral, olga, father, number } = await bothParents());
});

const place = () => ({ regionId: akmola.id, number, purpose: "claim" as const });
const collect = async (actor: PersonActor) => {
  const begun = await collectPapers(actor, place(), later(1));
  if (!begun.ok) throw new Error(begun.code);
  return begun.value.collection;
};
const claim = (
  actor: Parameters<typeof claimPrivilege>[0],
  changes: Partial<Parameters<typeof claimPrivilege>[1]> = {},
  at = later(60),
) =>
  claimPrivilege(
    actor,
    { ...place(), category: "large-family", collection: null, requestId: "request-5", ...changes },
    at,
  );
const giveUp = (actor: Parameters<typeof giveUpPrivilege>[0], at = later(300), regionId?: number) =>
  giveUpPrivilege(
    actor,
    {
      ...place(),
      ...(regionId === undefined ? {} : { regionId }),
      category: "large-family",
      requestId: null,
    },
    at,
  );
const claimRow = async (category: string) => {
  const { row } = await rowOf(akmola.id, number);
  const [found] = await db()
    .select()
    .from(privilegeClaim)
    .where(and(eq(privilegeClaim.applicationId, row.id), eq(privilegeClaim.category, category)));
  return found;
};

describe("papers for a registered application", () => {
  test("are collected by an owner with a strong sign-in, once for each", async () => {
    expect(await collectPapers(anonymous("kk"), place(), now)).toMatchObject({
      code: "signed-out",
    });
    expect(await collectPapers(lightly(olga), place(), now)).toMatchObject({ code: "too-light" });
    expect(await collectPapers(olga, { ...place(), regionId: oral.id }, now)).toMatchObject({
      code: "not-yours",
    });
    const all = await Promise.all([collect(olga), collect(olga), collect(olga), collect(father)]);
    expect(new Set(all.slice(0, 3)).size).toBe(1);
    expect(all[3]).not.toBe(all[0]);
  });

  test("are no draft of an application: not listed, not opened, not signed", async () => {
    const draftId = await collect(olga);
    expect(await myDrafts(olga, akmola.id)).toMatchObject({ ok: true, value: [] });
    expect(await draftOf(olga, { regionId: akmola.id, draftId })).toMatchObject({
      code: "not-yours",
    });
    const context = { portal: akmola, draftId, origin: "https://kezek.example" };
    expect(await composeApplication(olga, { ...context, locale: "ru" }, now)).toMatchObject({
      code: "not-yours",
    });
  });

  test("get tickets like any other, for whoever collects them only", async () => {
    const wish = { regionId: akmola.id, paper: "large-family-proof", fileName: "a.jpg", size: 9 };
    const draftId = await collect(olga);
    expect(await openTicket(olga, { ...wish, draftId }, now)).toMatchObject({ ok: true });
    expect(await openTicket(father, { ...wish, draftId }, now)).toMatchObject({
      code: "not-yours",
    });
  });
});

describe("claiming", () => {
  test("tells the effect and the papers before", async () => {
    const told = await previewClaim(olga, { ...place(), category: "large-family" }, later(50));
    expect(told).toMatchObject({
      ok: true,
      value: {
        papers: ["large-family-proof"],
        effect: { now: 1, then: 1, classThen: "first-priority" },
      },
    });
    const none = await previewClaim(olga, { ...place(), category: "police" }, later(50));
    expect(none).toMatchObject({ code: "unknown-category" });
  });

  test("is refused without a strong sign-in, without the papers, with somebody else's", async () => {
    expect(await claim(anonymous("kk"))).toMatchObject({ code: "signed-out" });
    expect(await claim(lightly(olga))).toMatchObject({ code: "too-light" });
    expect(await claim(olga, { regionId: oral.id })).toMatchObject({ code: "not-yours" });
    expect(await claim(olga)).toMatchObject({
      code: "papers-missing",
      detail: ["large-family-proof"],
    });
    const fathers = await collect(father);
    await brought(akmola.id, father, fathers, "large-family-proof");
    expect(await claim(olga, { collection: fathers })).toMatchObject({ code: "no-collection" });
    expect(await claim(olga, { collection: "no uuid" })).toMatchObject({ code: "no-collection" });
    expect(await story(akmola.id, number)).toEqual(["registered"]);
  });

  test("counts at once, from the old instant; pressed five times it is done once", async () => {
    const { entry: before } = await rowOf(akmola.id, number);
    const collection = await collect(olga);
    const file = await brought(akmola.id, olga, collection, "large-family-proof");
    const all = await Promise.all(Array.from({ length: 5 }, () => claim(olga, { collection })));
    expect(all.filter((each) => each.ok)).toHaveLength(1);
    expect(all.filter((each) => !each.ok && each.code === "already-claimed")).toHaveLength(4);
    const { row, entry } = await rowOf(akmola.id, number);
    expect(entry).toEqual({ ...before, class: "first-priority" });
    expect(await claimRow("large-family")).toMatchObject({
      status: "claimed",
      createdAt: later(60),
    });
    expect(await story(akmola.id, number)).toEqual(["registered", "privilege-claimed"]);
    const [kept] = await db().select().from(attachment).where(eq(attachment.id, file));
    expect(kept?.applicationId).toBe(row.id);
    // Handed in papers change no more.
    const wish = { regionId: akmola.id, paper: "large-family-proof", fileName: "a.jpg", size: 9 };
    expect(await openTicket(olga, { ...wish, draftId: collection }, now)).toMatchObject({
      code: "draft-closed",
    });
    expect(await faultsOf(akmola.id)).toBe(0);
  });

  test("is told to the other parent, and shown to both with its papers", async () => {
    expect(await toldOf("privilege-claimed")).toEqual(["+77055550001"]);
    const seen = await applicationView(father, place(), later(70));
    expect(seen).toMatchObject({
      ok: true,
      value: { claims: [{ category: "large-family", status: "claimed" }] },
    });
    expect(seen.ok ? seen.value.attachments.map((each) => each.paper) : []).toEqual([
      "large-family-proof",
    ]);
  });

  test("by two parents at once is made once", async () => {
    const [mothers, fathers] = [await collect(olga), await collect(father)];
    await brought(akmola.id, olga, mothers, "disability-certificate");
    await brought(akmola.id, father, fathers, "disability-certificate");
    const both = await Promise.all([
      claim(olga, { category: "parent-disability", collection: mothers }),
      claim(father, { category: "parent-disability", collection: fathers }),
    ]);
    expect(both.filter((each) => each.ok)).toHaveLength(1);
    const { row } = await rowOf(akmola.id, number);
    const events = await db()
      .select({ data: queueEvent.data })
      .from(queueEvent)
      .where(eq(queueEvent.applicationId, row.id));
    expect(events.map((each) => each.data["category"]).filter(Boolean)).toEqual([
      "large-family",
      "parent-disability",
    ]);
  });
});

describe("giving up", () => {
  test("needs no more than a settled sign-in, and one's own application", async () => {
    expect(await giveUp(anonymous("kk"))).toMatchObject({ code: "signed-out" });
    const held = { ...lightly(olga), onHold: true };
    expect(await giveUp(held)).toMatchObject({ code: "too-light" });
    expect(await giveUp(olga, later(300), oral.id)).toMatchObject({ code: "not-yours" });
  });

  test("of one of two leaves the class of the other, and of both the ordinary one", async () => {
    expect(await giveUp(lightly(father))).toMatchObject({ ok: true });
    expect((await rowOf(akmola.id, number)).entry.class).toBe("first-priority");
    const order = { ...place(), category: "parent-disability", requestId: null };
    expect(await previewGivingUp(olga, order, later(310))).toMatchObject({
      value: { effect: { classThen: "ordinary" }, againAt: null },
    });
    const all = await Promise.all(
      Array.from({ length: 5 }, () => giveUpPrivilege(olga, order, later(320))),
    );
    expect(all.map((each) => each.ok)).toEqual([true, true, true, true, true]);
    expect((await rowOf(akmola.id, number)).entry.class).toBe("ordinary");
    expect(await story(akmola.id, number)).toEqual([
      "registered",
      "privilege-claimed",
      "privilege-claimed",
      "privilege-given-up",
      "privilege-given-up",
    ]);
    expect(await faultsOf(akmola.id)).toBe(0);
  });

  test("is told to both, whoever did it as well", async () => {
    const told = await toldOf("privilege-given-up");
    expect(new Set(told)).toEqual(new Set(["+77055550001", "+77770001199", "olga@example.kz"]));
  });

  test("of what was never claimed is nothing", async () => {
    const order = { ...place(), category: "orphan", requestId: null };
    expect(await giveUpPrivilege(olga, order, later(330))).toMatchObject({ code: "not-claimed" });
  });
});

describe("claiming again", () => {
  test("what was given up needs no new papers", async () => {
    expect(await claim(olga, {}, later(400))).toMatchObject({ ok: true });
    expect(await claimRow("large-family")).toMatchObject({
      status: "claimed",
      createdAt: later(400),
    });
  });

  test("what was refused does", async () => {
    const row = await claimRow("large-family");
    await db()
      .update(privilegeClaim)
      .set({ status: "refused", reason: "unreadable" })
      .where(eq(privilegeClaim.id, row?.id ?? ""));
    expect(await claim(olga, {}, later(410))).toMatchObject({ code: "papers-missing" });
    const collection = await collect(olga);
    await brought(akmola.id, olga, collection, "large-family-proof");
    expect(await claim(olga, { collection }, later(420))).toMatchObject({ ok: true });
    expect(await claimRow("large-family")).toMatchObject({ status: "claimed", reason: null });
  });
});

test("while a place is being given nothing changes", async () => {
  const done = await registered(olga, akmola, { childIin: daniil }, later(500));
  const same = eq(application.id, done.applicationId);
  await db().update(application).set({ status: "TURN_CAME" }).where(same);
  const order = {
    regionId: akmola.id,
    number: done.number,
    category: "orphan",
    purpose: "claim" as const,
  };
  const more = { collection: null, requestId: null };
  expect(await claimPrivilege(olga, { ...order, ...more }, later(510))).toMatchObject({
    code: "out-of-turn",
  });
  expect(await collectPapers(olga, order, later(510))).toMatchObject({ code: "out-of-turn" });
  expect(await previewClaim(olga, order, later(510))).toMatchObject({ code: "out-of-turn" });
});

describe("further papers", () => {
  const begin = async () => {
    const begun = await collectPapers(olga, { ...place(), purpose: "papers" }, later(600));
    if (!begun.ok) throw new Error(begun.code);
    return begun.value.collection;
  };
  const send = (
    actor: Parameters<typeof handInPapers>[0],
    collection: string,
    regionId = akmola.id,
  ) => handInPapers(actor, { regionId, number, collection, requestId: null }, later(610));

  test("are brought by an owner with a strong sign-in, and there must be some", async () => {
    const collection = await begin();
    expect(await send(anonymous("kk"), collection)).toMatchObject({ code: "signed-out" });
    expect(await send(lightly(olga), collection)).toMatchObject({ code: "too-light" });
    expect(await send(olga, collection, oral.id)).toMatchObject({ code: "not-yours" });
    expect(await send(father, collection)).toMatchObject({ code: "no-collection" });
    expect(await send(olga, collection)).toMatchObject({ code: "no-files" });
  });

  test("stand with the application from then on, handed in once", async () => {
    const before = await story(akmola.id, number);
    const collection = await begin();
    const file = await brought(akmola.id, olga, collection, "large-family-proof");
    const all = await Promise.all(Array.from({ length: 4 }, () => send(olga, collection)));
    expect(all.filter((each) => each.ok)).toHaveLength(1);
    const [kept] = await db().select().from(attachment).where(eq(attachment.id, file));
    expect(kept?.applicationId).toBe((await rowOf(akmola.id, number)).row.id);
    expect(await story(akmola.id, number)).toEqual([...before, "paper-added"]);
    expect(await faultsOf(akmola.id)).toBe(0);
  });

  test("come too late for what is closed", async () => {
    const collection = await begin();
    const order = { regionId: akmola.id, number, requestId: null };
    expect(await withdrawApplication(olga, order, later(620))).toMatchObject({ ok: true });
    expect(await send(olga, collection)).toMatchObject({ code: "out-of-turn" });
    const where = { ...place(), purpose: "papers" as const };
    expect(await collectPapers(olga, where, later(630))).toMatchObject({ code: "out-of-turn" });
  });
});
