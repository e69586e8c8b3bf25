import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import { connect, databaseUrl, db, type Queryable, transaction } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { myDrafts } from "#lib/applications/drafts.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import { renderMetrics } from "#lib/platform/metrics.ts";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { registered, signedIn } from "../applications/family.ts";
import { now, openPortals } from "../sign-in/gate.ts";

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  ({ number } = await registered(olga, akmola));
});

/** How many questions `work` puts to the database. */
async function questions(work: () => Promise<unknown>): Promise<number> {
  const asked = () => Number(/^database_questions_total (\d+)$/mu.exec(renderMetrics())?.[1] ?? 0);
  const before = asked();
  await work();
  return asked() - before;
}

test("who is signed in is one question", async () => {
  // The visit is noted once a minute by a second one.
  await sessionActor(db(), olga.sessionId, now);
  expect(await questions(() => sessionActor(db(), olga.sessionId, now))).toBe(1);
});

test("the overview and the journal are one question each for applications, drafts, portal and rules", async () => {
  expect(await questions(() => myApplications(olga, akmola.id, now))).toBe(2);
  expect(await questions(() => myDrafts(olga, akmola.id))).toBe(1);
  expect(await questions(() => portalBySlug("akmola"))).toBe(1);
});

test("an application is one question and its story, papers, documents and districts beside it", async () => {
  expect(await questions(() => applicationView(olga, { regionId: akmola.id, number }, now))).toBe(
    8,
  );
});

async function keptOn(open: Queryable): Promise<number> {
  const ask = () =>
    open.select({ id: session.id }).from(session).where(eq(session.id, olga.sessionId));
  await ask();
  await ask();
  const [row] = await open.execute<{ n: number }>(
    sql`select count(*)::int as n from pg_prepared_statements where statement like '%"session"%'`,
  );
  return row?.n ?? 0;
}

test("of an application that is over no rules are asked", async () => {
  const place = { regionId: akmola.id, number };
  expect(await withdrawApplication(olga, { ...place, requestId: null }, now)).toMatchObject({
    ok: true,
  });
  expect(await questions(() => myApplications(olga, akmola.id, now))).toBe(1);
});

test("a statement is kept by the server's connection", async () => {
  expect(await transaction(keptOn)).toBeGreaterThan(0);
});

test("for a pooler that knows no kept statements, none is", async () => {
  const address = new URL(databaseUrl());
  address.searchParams.set("prepare", "false");
  const open = connect(address.href, 1);
  try {
    expect(await keptOn(open.db)).toBe(0);
  } finally {
    await open.close();
  }
});
