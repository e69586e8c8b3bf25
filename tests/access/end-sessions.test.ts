import { beforeAll, expect, test } from "vitest";
import { and, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import type { Portal } from "#lib/regions/views.ts";
import { endSessionsOf } from "#lib/sign-in/end-sessions.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { enter, later, olga, openPortals, sergey } from "#tests/integration/sign-in/gate.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();

let akmola: Portal;
beforeAll(async () => {
  ({ akmola } = await openPortals());
});

test("an operator signs one person out everywhere, and nobody else", async () => {
  const [first, second, his] = [
    await enter(akmola),
    await enter(akmola),
    await enter(akmola, { iin: sergey.iin }),
  ];
  const order = { iin: olga.iin, ground: "a stolen telephone" };
  expect(await endSessionsOf(order, later(60))).toEqual({ ok: true, value: 2 });
  expect(await endSessionsOf(order, later(61))).toEqual({ ok: true, value: 0 });
  for (const { sessionId } of [first, second]) {
    expect(await sessionActor(db(), sessionId, later(62))).toBeNull();
  }
  expect(await sessionActor(db(), his.sessionId, later(62))).not.toBeNull();
  const written = await db()
    .select({ detail: auditEntry.detail, concernsId: auditEntry.concernsId })
    .from(auditEntry)
    .where(and(eq(auditEntry.action, "session.revoke"), eq(auditEntry.role, "operator")));
  expect(written).toHaveLength(2);
  expect(written[0]).toEqual({ detail: { ground: order.ground }, concernsId: first.personId });
});

test("an IIN that nobody has ends nothing", async () => {
  const order = { iin: "010101500003", ground: "x" };
  expect(await endSessionsOf(order, later(60))).toMatchObject({ code: "unknown" });
});
