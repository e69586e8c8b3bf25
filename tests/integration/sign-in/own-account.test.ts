import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { contact } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { knownDevice, password } from "#db/schema/sign-in.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { newSecret } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { changePassword, passwordStanding } from "#lib/sign-in/change-password.ts";
import { forgetDevice, listDevices } from "#lib/sign-in/device-views.ts";
import { rememberDevice } from "#lib/sign-in/known-devices.ts";
import { checkPassword } from "#lib/sign-in/password-hash.ts";
import { endOthers } from "#lib/sign-in/sessions.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { after, aigerim, demoPortals, now, visitor } from "./door.ts";
import { demoParent, lightly } from "./demo-parent.ts";

useTestDatabase();

const first = "Алма ағашы гүлдеді 26";
const second = "Көктемде қар ериді 27";

let oral: Portal;
let mother: PersonActor;

beforeAll(async () => {
  ({ oral } = await demoPortals());
});
beforeEach(async () => {
  await db().delete(password);
  await db().delete(message);
  await db().execute("delete from rate_limit");
  mother = await demoParent(aigerim.iin);
  await db()
    .insert(contact)
    .values({ personId: mother.personId, phone: aigerim.phone, locale: "kk", updatedAt: now })
    .onConflictDoNothing();
});

const change = (actor: PersonActor, old: string, wanted: string, repeat = wanted, at = now) =>
  changePassword(actor, visitor(oral), { old, password: wanted, repeat }, at);
const open = (actor: PersonActor) =>
  db()
    .select({ id: session.id })
    .from(session)
    .where(and(eq(session.personId, actor.personId), isNull(session.revokedAt)));
const fits = async (typed: string) => {
  const [row] = await db().select().from(password).where(eq(password.personId, mother.personId));
  const checked = await checkPassword(typed, row?.hash ?? null);
  return checked.ok && checked.value.fits;
};

describe("a password of one's own", () => {
  test("is set with a signature, changed by the old one, ends the other sessions and is told", async () => {
    expect(await passwordStanding(mother)).toMatchObject({
      value: { exists: false, askOld: false },
    });
    expect(await change(mother, "", first)).toMatchObject({ ok: true });
    const other = await demoParent(aigerim.iin);
    const light = lightly(other);
    expect(await passwordStanding(light)).toMatchObject({ value: { exists: true, askOld: true } });
    expect(await change(light, second, second)).toMatchObject({
      code: "mend",
      detail: [{ field: "old", code: "wrong" }],
    });
    expect(await change(light, "", second)).toMatchObject({ code: "mend" });
    expect(await change(light, first, second, "other")).toMatchObject({ code: "mend" });
    expect(await fits(first)).toBe(true);
    expect(await change(light, first, second, second, after(1))).toMatchObject({ ok: true });
    expect([await fits(first), await fits(second)]).toEqual([false, true]);
    expect(await open(other)).toEqual([{ id: other.sessionId }]);
    const told = await db().select().from(message).where(eq(message.template, "account-changed"));
    expect(told.map(({ recipient, params }) => [recipient, params])).toEqual([
      [aigerim.phone, { what: "password" }],
      [aigerim.phone, { what: "password" }],
    ]);
  });

  test("is not guessed through a borrowed session: the tries at the door count here too", async () => {
    await change(mother, "", first);
    const light = lightly(mother);
    for (let n = 0; n < 3; n += 1)
      expect(await change(light, `${second}${n}`, second)).toMatchObject({ code: "mend" });
    expect(await change(light, first, second)).toMatchObject({ code: "too-many" });
  });

  test("stays while the phone was replaced by answers, and for a visitor", async () => {
    expect(await change(lightly(mother, true), first, second)).toMatchObject({ code: "too-light" });
    const order = { old: "", password: first, repeat: first };
    expect(await changePassword(anonymous("ru"), visitor(oral), order, now)).toMatchObject({
      code: "signed-out",
    });
  });
});

describe("sessions and devices", () => {
  test("all others end, this one stays", async () => {
    const other = await demoParent(aigerim.iin);
    expect(await endOthers(mother, now)).toMatchObject({ ok: true });
    const left = (await open(mother)).map((row) => row.id);
    expect(left).toContain(mother.sessionId);
    expect(left).not.toContain(other.sessionId);
    expect(await endOthers(anonymous("ru"), now)).toMatchObject({ code: "signed-out" });
  });

  test("a device is forgotten by its owner only", async () => {
    const father = await demoParent("850303390009");
    const deviceSecret = newSecret();
    const visit = { personId: mother.personId, deviceSecret, device: "Chrome · Android" };
    await transaction((tx) => rememberDevice(tx, visit, now));
    const devices = await listDevices(mother, deviceSecret, now);
    expect(devices).toMatchObject({ value: [{ device: "Chrome · Android", current: true }] });
    expect(JSON.stringify(devices)).not.toContain(deviceSecret);
    const id = devices.ok ? (devices.value[0]?.id ?? "") : "";
    expect(await listDevices(father, deviceSecret, now)).toEqual({ ok: true, value: [] });
    await forgetDevice(father, id, now);
    expect(await db().select().from(knownDevice)).toHaveLength(1);
    expect(await forgetDevice(mother, id, now)).toMatchObject({ ok: true });
    expect(await db().select().from(knownDevice)).toEqual([]);
    expect(await forgetDevice(anonymous("ru"), id, now)).toMatchObject({ code: "signed-out" });
  });
});
