import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { profileView } from "#lib/people/profile.ts";
import { updateProfile } from "#lib/sign-in/contacts.ts";
import { contactOf } from "#lib/people/records.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { enter, now, openPortals } from "./gate.ts";

useTestDatabase();

let olga: PersonActor;
beforeAll(async () => {
  const { akmola } = await openPortals();
  const { sessionId } = await enter(akmola);
  const known = await sessionActor(db(), sessionId, now);
  if (known === null) throw new Error("no session");
  olga = known.actor;
});

const typed = {
  email: " Olga.Kim@Example.KZ ",
  phone: "8 (777) 000-11-99",
  secondPhone: "",
  locale: "kk",
};

describe("one's own profile", () => {
  test("shows the certificate's facts and asks for contacts at first", async () => {
    const view = await profileView(olga);
    expect(view).toMatchObject({
      ok: true,
      value: { contact: null, mayWrite: true, person: { surname: "КИМ", source: "certificate" } },
    });
  });

  test("keeps what was typed as it is used, and records which fields changed without their values", async () => {
    expect((await updateProfile(olga, typed, now)).ok).toBe(true);
    expect(await contactOf(db(), olga.personId)).toEqual({
      email: "Olga.Kim@example.kz",
      phone: "+77770001199",
      secondPhone: null,
      locale: "kk",
      channels: "all",
    });
    const [row] = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.action, "profile.write"));
    expect(row).toMatchObject({ personId: olga.personId, concernsId: olga.personId });
    expect(JSON.stringify(row?.detail)).not.toMatch(/example|7000/u);
  });

  test("changes nothing when a field is wrong", async () => {
    const before = await contactOf(db(), olga.personId);
    const refused = await updateProfile(olga, { ...typed, email: "olga", phone: "123" }, now);
    expect(refused).toMatchObject({
      ok: false,
      code: "invalid",
      detail: [
        { field: "email", code: "email-shape" },
        { field: "phone", code: "phone-not-mobile" },
      ],
    });
    expect(await contactOf(db(), olga.personId)).toEqual(before);
  });

  test("after a light sign-in may be seen, not changed", async () => {
    const light = { ...olga, strength: "light", method: "code" } as const;
    expect(await profileView(light)).toMatchObject({ ok: true, value: { mayWrite: false } });
    expect(await updateProfile(light, typed, now)).toMatchObject({ ok: false, code: "too-light" });
  });

  test("is closed to a visitor", async () => {
    expect(await profileView(anonymous("ru"))).toMatchObject({ ok: false, code: "signed-out" });
    expect(await updateProfile(anonymous("ru"), typed, now)).toMatchObject({ code: "signed-out" });
  });
});
