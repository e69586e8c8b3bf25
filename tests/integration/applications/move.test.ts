import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { previewMove } from "#lib/applications/effects.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { moveToDistrict } from "#lib/applications/move.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later } from "../sign-in/gate.ts";
import { daniil, lightly, registered } from "./family.ts";
import { bothParents, faultsOf, rowOf, story, toldOf } from "./life.ts";

useTestDatabase();

const [kokshetau, kosshy] = ["111000000", "116000000"];
let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let father: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola, oral, olga, father, number } = await bothParents());
});

const move = (
  actor: Parameters<typeof moveToDistrict>[0],
  districtKato = kosshy,
  regionId = akmola.id,
) => moveToDistrict(actor, { regionId, number, districtKato, requestId: null }, later(60));

test("is nobody's but the family's, and leads to the portal's own districts", async () => {
  expect(await move(anonymous("kk"))).toMatchObject({ code: "signed-out" });
  expect(await move({ ...lightly(olga), onHold: true })).toMatchObject({ code: "too-light" });
  expect(await move(olga, kosshy, oral.id)).toMatchObject({ code: "not-yours" });
  expect(await move(olga, "271010000")).toMatchObject({ code: "unknown-district" });
  expect(await move(olga, kokshetau)).toMatchObject({ ok: true });
  expect(await story(akmola.id, number)).toEqual(["registered"]);
});

test("tells the number there before; keeps the instant; five times at once it is done once", async () => {
  const order = { regionId: akmola.id, number, districtKato: kosshy };
  expect(await previewMove(olga, order, later(50))).toMatchObject({
    value: { now: 1, then: 1, classThen: "ordinary" },
  });
  const { entry: before } = await rowOf(akmola.id, number);
  const all = await Promise.all(Array.from({ length: 5 }, () => move(lightly(father))));
  expect(all.map((each) => each.ok)).toEqual([true, true, true, true, true]);
  const { row, entry } = await rowOf(akmola.id, number);
  expect(entry).toEqual({ ...before, districtKato: kosshy });
  expect(row.districtKato).toBe(kosshy);
  expect(await story(akmola.id, number)).toEqual(["registered", "moved"]);
  expect(await faultsOf(akmola.id)).toBe(0);
  const seen = await applicationView(olga, { regionId: akmola.id, number }, later(70));
  expect(seen).toMatchObject({
    value: { district: { kato: kosshy }, place: { key: { districtKato: kosshy }, position: 1 } },
  });
  expect(new Set(await toldOf("moved"))).toEqual(
    new Set(["+77055550001", "+77770001199", "olga@example.kz"]),
  );
});

test("not while a place is being given", async () => {
  const done = await registered(olga, akmola, { childIin: daniil }, later(100));
  const same = eq(application.id, done.applicationId);
  await db().update(application).set({ status: "REFERRAL_ISSUED" }).where(same);
  const order = { regionId: akmola.id, number: done.number, districtKato: kosshy };
  expect(await moveToDistrict(olga, { ...order, requestId: null }, later(110))).toMatchObject({
    code: "out-of-turn",
  });
});
