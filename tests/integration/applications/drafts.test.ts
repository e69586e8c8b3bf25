import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { discardDraft, myDrafts, startDraft } from "#lib/applications/drafts.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now, openPortals } from "../sign-in/gate.ts";
import { signedIn } from "./family.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
});
beforeEach(async () => {
  await db().update(applicationDraft).set({ discardedAt: now });
});

const start = (changes: object = {}, at = now) =>
  startDraft(
    olga,
    {
      regionId: akmola.id,
      queueType: "general",
      idempotencyKey: randomUUID(),
      values: {},
      ...changes,
    },
    at,
  );

test("thirty requests at once open no more drafts than one after another would", async () => {
  const all = await Promise.all(Array.from({ length: 30 }, () => start()));
  expect(all.filter((each) => each.ok)).toHaveLength(20);
  const open = await myDrafts(olga, akmola.id);
  expect(open.ok && open.value).toHaveLength(20);
});

test("one key opens one draft, however often and however fast it comes", async () => {
  const idempotencyKey = randomUUID();
  const all = await Promise.all([1, 2, 3, 4].map(() => start({ idempotencyKey })));
  const ids = new Set(all.map((each) => (each.ok ? each.value.draftId : each.code)));
  expect(ids.size).toBe(1);
  expect([...ids][0]).toMatch(/^[0-9a-f-]{36}$/);
  // The key of one form opens nothing of another.
  expect(await start({ idempotencyKey, regionId: oral.id })).toMatchObject({ ok: false });
  expect(await start({ idempotencyKey, queueType: "special" })).toMatchObject({ ok: false });
});

test("nobody fills the table by beginning and throwing away", async () => {
  const tomorrow = later(2 * 24 * 60 * 60);
  let begun = 0;
  for (let n = 0; n < 210; n += 1) {
    const started = await start({}, tomorrow);
    if (!started.ok) break;
    begun += 1;
    const draftId = started.value.draftId;
    await discardDraft(olga, { regionId: akmola.id, draftId }, tomorrow);
  }
  expect(begun).toBe(200);
});
