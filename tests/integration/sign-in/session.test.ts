import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { kindergarten } from "#db/schema/kindergartens.ts";
import { message } from "#db/schema/notifications.ts";
import { person, staffRole } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { anonymous } from "#lib/access/actor.ts";
import { newId } from "#lib/platform/ids.ts";
import { saveContact } from "#lib/people/records.ts";

import type { Portal } from "#lib/regions/views.ts";
import { redeemTicket } from "#lib/sign-in/redeem-ticket.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { listSessions, revokeSession, signOut, signOutEverywhere } from "#lib/sign-in/sessions.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  enter,
  entry,
  later,
  newBrowser,
  now,
  olga,
  openPortals,
  registers,
  sergey,
  silent,
  ticketFor,
} from "./gate.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
});

/** Signs in and returns the actor whom the session then speaks for. */
async function actorOf(key: Parameters<typeof enter>[1] = {}) {
  const { sessionId } = await enter(akmola, key);
  const known = await sessionActor(db(), sessionId, now);
  if (known === null) throw new Error("no session");
  return known.actor;
}

const sessionRow = async (id: string) =>
  (await db().select().from(session).where(eq(session.id, id)))[0];

describe("a ticket", () => {
  test("opens a strong session by EDS, named by its evidence, at an address and a device", async () => {
    const entered = await enter(akmola);
    const row = await sessionRow(entered.sessionId);
    expect(row).toMatchObject({
      strength: "strong",
      method: "eds",
      device: "Chrome · Windows",
      address: "95.56.234.17",
      createdAt: now,
      expiresAt: later(12 * 3600),
      revokedAt: null,
    });
    expect(row?.evidenceId).not.toBeNull();
    const known = await sessionActor(db(), entered.sessionId, now);
    expect(known?.actor).toMatchObject({
      kind: "person",
      iin: olga.iin,
      strength: "strong",
      method: "eds",
      roles: [],
    });
  });

  test("opens one session, of two that come at the same instant too", async () => {
    const holder = await ticketFor(akmola);
    const tries = await Promise.all([1, 2, 3].map(() => redeemTicket(holder, entry, silent, now)));
    expect(tries.filter((each) => each.ok)).toHaveLength(1);
    expect(await redeemTicket(holder, entry, silent, now)).toMatchObject({ code: "gone" });
  });

  test("is nothing in another browser, in another region, after three minutes, or made up", async () => {
    const holder = await ticketFor(akmola);
    const wrong = [
      { ...holder, browserSecret: newBrowser() },
      { ...holder, regionId: oral.id },
      { ...holder, token: newBrowser() },
      { ...holder, token: "" },
    ];
    for (const each of wrong) {
      expect(await redeemTicket(each, entry, silent, now)).toMatchObject({ code: "gone" });
    }
    expect(await redeemTicket(holder, entry, silent, later(180))).toMatchObject({ code: "gone" });
    // None of the tries has spent it.
    expect((await redeemTicket(holder, entry, silent, later(179))).ok).toBe(true);
  });

  test("ends the session that the browser had before", async () => {
    const before = await enter(akmola);
    const entered = await redeemTicket(
      await ticketFor(akmola, { iin: sergey.iin }),
      { ...entry, previousSessionId: before.sessionId },
      silent,
      now,
    );
    expect(entered.ok).toBe(true);
    expect(await sessionActor(db(), before.sessionId, now)).toBeNull();
  });

  test("asks for the e-mail at the first entry only", async () => {
    const first = await enter(akmola, { iin: sergey.iin });
    expect(first.firstEntry).toBe(true);
    const contact = {
      email: "s@example.kz",
      phone: null,
      secondPhone: null,
      locale: "ru",
    } as const;
    await transaction((tx) => saveContact(tx, first.personId, contact, now));
    expect((await enter(akmola, { iin: sergey.iin })).firstEntry).toBe(false);
  });

  test("tells the person of a device that was never there before, and of no other", async () => {
    const contact = {
      email: "o@example.kz",
      phone: null,
      secondPhone: null,
      locale: "kk",
    } as const;
    const { personId } = await enter(akmola);
    await transaction((tx) => saveContact(tx, personId, contact, now));
    const letters = async () =>
      (await db().select().from(message).where(eq(message.personId, personId))).map(
        ({ template, recipient, params }) => ({ template, recipient, params }),
      );
    await enter(akmola);
    expect(await letters()).toEqual([]);
    await redeemTicket(await ticketFor(akmola), { ...entry, device: "Safari · iOS" }, silent, now);
    await redeemTicket(await ticketFor(akmola), { ...entry, device: "Safari · iOS" }, silent, now);
    expect(await letters()).toEqual([
      { template: "new-sign-in", recipient: "o@example.kz", params: { device: "Safari · iOS" } },
    ]);
  });

  test("is on the audit record with what the register did", async () => {
    const { sessionId, personId } = await enter(akmola);
    const rows = await db()
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.subjectId, sessionId), eq(auditEntry.action, "sign-in.begin")));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      personId,
      concernsId: personId,
      regionId: akmola.id,
      detail: { outcome: "entered", method: "eds", register: "no-answer" },
    });
  });
});

describe("the register of persons at sign-in", () => {
  const registered = {
    ...sergey,
    birthDate: "1989-01-17",
    sex: "male",
    registration: null,
  } as const;
  const found = registers({ status: "found", person: registered });
  const personOf = async (iin: string) =>
    (await db().select().from(person).where(eq(person.iin, iin)))[0];

  test("a silent one keeps nobody out", async () => {
    expect((await redeemTicket(await ticketFor(akmola), entry, silent, now)).ok).toBe(true);
    expect(await personOf(olga.iin)).toMatchObject({ source: "certificate", birthDate: null });
  });

  test("one that knows the person completes the facts, and a later certificate leaves them", async () => {
    const holder = await ticketFor(akmola, { iin: sergey.iin });
    await redeemTicket(holder, entry, found, later(60));
    expect(await personOf(sergey.iin)).toMatchObject({
      source: "register",
      birthDate: "1989-01-17",
    });
    await enter(akmola, { iin: sergey.iin });
    expect((await personOf(sergey.iin))?.source).toBe("register");
  });

  test("one that answers about somebody else changes nobody", async () => {
    const other = registers({ status: "found", person: { ...registered, surname: "ДРУГОЙ" } });
    expect((await redeemTicket(await ticketFor(akmola), entry, other, later(100))).ok).toBe(true);
    expect((await personOf(sergey.iin))?.surname).toBe("КИМ");
    expect((await personOf(olga.iin))?.source).toBe("certificate");
  });
});

describe("a session", () => {
  test("is nobody's after an hour of silence, and lives on while it is used", async () => {
    const { sessionId } = await enter(akmola);
    expect(await sessionActor(db(), sessionId, later(3599))).not.toBeNull();
    expect(await sessionActor(db(), sessionId, later(3599 + 3599))).not.toBeNull();
    expect(await sessionActor(db(), sessionId, later(3599 + 3599 + 3600))).toBeNull();
  });

  test("is nobody's after twelve hours, however busy", async () => {
    const { sessionId } = await enter(akmola);
    for (let half = 1; half < 24; half += 1) {
      expect(await sessionActor(db(), sessionId, later(half * 1800))).not.toBeNull();
    }
    expect(await sessionActor(db(), sessionId, later(12 * 3600))).toBeNull();
  });

  test("notes when it was seen once a minute, and never backwards", async () => {
    const { sessionId } = await enter(akmola);
    await sessionActor(db(), sessionId, later(59));
    expect((await sessionRow(sessionId))?.lastSeenAt).toEqual(now);
    await sessionActor(db(), sessionId, later(120));
    expect((await sessionRow(sessionId))?.lastSeenAt).toEqual(later(120));
    await sessionActor(db(), sessionId, later(60));
    expect((await sessionRow(sessionId))?.lastSeenAt).toEqual(later(120));
  });

  test.each(["", "1", "' or 1=1", "00000000-0000-4000-8000-000000000000"])(
    "under the id «%s» there is none",
    async (id) => {
      expect(await sessionActor(db(), id, now)).toBeNull();
    },
  );

  test("carries the roles granted now, each with its region, and no longer when revoked", async () => {
    const { sessionId } = await enter(akmola);
    const grant = { id: newId(), iin: olga.iin, name: "КИМ ОЛЬГА", grantedAt: now };
    const kindergartenId = newId();
    await db()
      .insert(kindergarten)
      .values({
        regionId: akmola.id,
        id: kindergartenId,
        slug: "8",
        names: { kk: "№ 8", ru: "№ 8" },
        address: { kk: "Абай көшесі, 1-үй", ru: "ул. Абая, д. 1" },
        ownership: "state",
        languages: ["kk"],
        queueTypes: ["general"],
        source: "office",
        version: 1,
        createdAt: now,
        updatedAt: now,
      });
    await db()
      .insert(staffRole)
      .values([
        { ...grant, role: "officer", regionId: oral.id },
        {
          ...grant,
          id: newId(),
          role: "kindergarten_head",
          regionId: akmola.id,
          kindergartenId,
        },
        { ...grant, id: newId(), role: "auditor", regionId: akmola.id, revokedAt: now },
      ]);
    const roles = (await sessionActor(db(), sessionId, now))?.actor.roles;
    expect(roles).toHaveLength(2);
    expect(roles).toEqual(
      expect.arrayContaining([
        { role: "officer", regionId: oral.id },
        { role: "kindergarten_head", regionId: akmola.id, kindergartenId },
      ]),
    );
    await db().update(staffRole).set({ revokedAt: now }).where(eq(staffRole.id, grant.id));
    expect((await sessionActor(db(), sessionId, now))?.actor.roles).toHaveLength(1);
  });
});

describe("the way out", () => {
  test("ends this session and leaves the others", async () => {
    const [here, there] = [await actorOf(), await actorOf()];
    await signOut(here, later(1));
    expect(await sessionActor(db(), here.sessionId, later(1))).toBeNull();
    expect(await sessionActor(db(), there.sessionId, later(1))).not.toBeNull();
  });

  test("everywhere ends all of one's own and nobody else's", async () => {
    const mine = [await actorOf(), await actorOf(), await actorOf()] as const;
    const other = await actorOf({ iin: sergey.iin });
    expect((await signOutEverywhere(mine[0], later(1))).ok).toBe(true);
    for (const actor of mine) {
      expect(await sessionActor(db(), actor.sessionId, later(1))).toBeNull();
    }
    expect(await sessionActor(db(), other.sessionId, later(1))).not.toBeNull();
  });

  test("by the list ends another device of one's own at its next request", async () => {
    const [here, lost] = [await actorOf(), await actorOf()];
    const list = await listSessions(here, now);
    if (!list.ok) throw new Error(list.code);
    expect(list.value.filter((each) => each.current)).toEqual([
      expect.objectContaining({
        id: here.sessionId,
        device: "Chrome · Windows",
        place: "95.56.*.*",
      }),
    ]);
    expect(list.value.map((each) => each.id)).toContain(lost.sessionId);
    expect((await revokeSession(here, lost.sessionId, later(1))).ok).toBe(true);
    expect(await sessionActor(db(), lost.sessionId, later(1))).toBeNull();
    const after = await listSessions(here, later(1));
    if (!after.ok) throw new Error(after.code);
    expect(after.value.map((each) => each.id)).not.toContain(lost.sessionId);
    const audit = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, lost.sessionId));
    expect(audit.map((row) => row.action)).toContain("session.revoke");
  });

  test("is not open into another person's session, which looks like one that is not there", async () => {
    const [mine, other] = [await actorOf(), await actorOf({ iin: sergey.iin })];
    const refused = await revokeSession(mine, other.sessionId, later(1));
    expect(refused).toEqual(await revokeSession(mine, newId(), later(1)));
    expect(refused).toEqual(await revokeSession(mine, "not-an-id", later(1)));
    expect(refused).toMatchObject({ ok: false, code: "not-yours" });
    expect(await sessionActor(db(), other.sessionId, later(1))).not.toBeNull();
    const list = await listSessions(mine, now);
    if (!list.ok) throw new Error(list.code);
    expect(list.value.map((each) => each.id)).not.toContain(other.sessionId);
  });

  test("means nothing to a visitor", async () => {
    const visitor = anonymous("kk");
    const { sessionId } = await enter(akmola);
    expect(await listSessions(visitor, now)).toMatchObject({ code: "signed-out" });
    expect(await revokeSession(visitor, sessionId, now)).toMatchObject({ code: "signed-out" });
    expect(await signOutEverywhere(visitor, now)).toMatchObject({ code: "signed-out" });
    await signOut(visitor, now);
    expect(await sessionActor(db(), sessionId, now)).not.toBeNull();
  });
});
