import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { attachment } from "#db/schema/documents.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { previewClaim, previewGivingUp } from "#lib/applications/effects.ts";
import { collectPapers } from "#lib/applications/hand-in.ts";
import { claimPrivilege } from "#lib/applications/privilege-claim.ts";
import { giveUpPrivilege } from "#lib/applications/privilege-give-up.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, openPortals, sergey } from "../sign-in/gate.ts";
import { registered, signedIn } from "./family.ts";
import { brought, faultsOf, rowOf, secondParent, story, toldOf } from "./life.ts";

// One ground of one application can be claimed three times in thirty days.

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let father: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  father = await signedIn(akmola, sergey.iin);
  ({ number } = await registered(olga, akmola));
  await secondParent(akmola.id, number, father, "+77055550001");
});

const order = (category = "large-family") => ({ regionId: akmola.id, number, category });
const claim = (who: PersonActor, collection: string | null, at: Date) =>
  claimPrivilege(who, { ...order(), collection, requestId: null }, at);
const giveUp = (at: Date) => giveUpPrivilege(olga, { ...order(), requestId: null }, at);

async function papersOf(who: PersonActor): Promise<string> {
  const begun = await collectPapers(who, { ...order(), purpose: "claim" }, later(1));
  if (!begun.ok) throw new Error(begun.code);
  return begun.value.collection;
}

test("a fourth claim is refused, told before and with the moment; the papers stay", async () => {
  const papers = await papersOf(olga);
  await brought(akmola.id, olga, papers, "large-family-proof");
  // Buttons pressed twice, and by both parents, are one claim each.
  const first = await Promise.all([olga, olga, father].map((who) => claim(who, papers, later(60))));
  expect(first.filter((each) => each.ok)).toHaveLength(1);
  for (const at of [200, 300]) {
    expect(await previewGivingUp(olga, order(), later(at))).toMatchObject({
      value: { againAt: null },
    });
    expect(await giveUp(later(at))).toMatchObject({ ok: true });
    expect(await giveUp(later(at))).toMatchObject({ ok: true });
    const twice = await Promise.all([olga, father].map((who) => claim(who, null, later(at + 50))));
    expect(twice.filter((each) => each.ok)).toHaveLength(1);
  }
  const again = later(30 * 86_400 + 60);
  expect(await previewGivingUp(olga, order(), later(400))).toMatchObject({
    ok: true,
    value: { againAt: again },
  });
  expect(await giveUp(later(400))).toMatchObject({ ok: true });
  expect(await previewClaim(olga, order(), later(410))).toMatchObject({
    ok: true,
    value: { againAt: again },
  });

  const told = await story(akmola.id, number);
  expect(told.filter((kind) => kind === "privilege-claimed")).toHaveLength(3);
  const said = await toldOf("privilege-claimed");
  const more = await papersOf(father);
  const file = await brought(akmola.id, father, more, "large-family-proof");
  const refused = { ok: false, code: "too-often", detail: again };
  expect(
    await Promise.all([
      claim(olga, null, later(420)),
      claim(father, more, later(420)),
      claim(father, more, new Date(again.getTime() - 1)),
    ]),
  ).toEqual([refused, refused, refused]);
  expect(await papersOf(father)).toBe(more);
  const [kept] = await db().select().from(attachment).where(eq(attachment.id, file));
  expect(kept?.applicationId).toBeNull();
  expect((await rowOf(akmola.id, number)).entry.class).toBe("ordinary");
  expect(await story(akmola.id, number)).toEqual(told);
  expect(await toldOf("privilege-claimed")).toEqual(said);
  // Another ground has a count of its own.
  expect(await previewClaim(olga, order("parent-disability"), later(420))).toMatchObject({
    value: { againAt: null },
  });
});

test("at the moment that was told it is possible again, with the papers that stayed", async () => {
  const again = later(30 * 86_400 + 60);
  expect(await claim(father, await papersOf(father), again)).toMatchObject({ ok: true });
  expect((await rowOf(akmola.id, number)).entry.class).toBe("first-priority");
  expect(await faultsOf(akmola.id)).toBe(0);
});
