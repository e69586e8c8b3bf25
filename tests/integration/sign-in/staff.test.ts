import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { staffRole } from "#db/schema/people.ts";
import { demoPassword } from "#lib/demo/seed-staff.ts";
import type { Portal } from "#lib/regions/views.ts";
import { authorize } from "#lib/access/authorize.ts";
import { tryCode } from "#lib/sign-in/codes.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { askStaffCode, enterAsStaff } from "#lib/sign-in/staff.ts";
import { staffHome } from "#lib/sign-in/staff-home.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { after, codeSentTo, demoPortals, entry, forgetCodes, not, now, visitor } from "./door.ts";

useTestDatabase();

const login = "oral.officer@kezek.example";
let oral: Portal;
let akmola: Portal;
beforeAll(async () => {
  ({ oral, akmola } = await demoPortals());
});
beforeEach(async () => {
  await forgetCodes();
  await db().update(staffRole).set({ revokedAt: null });
});

const ask = (browser = visitor(oral), password = demoPassword, name = login, at = now) =>
  askStaffCode(browser, { login: name, password }, entry, at);

describe("staff", () => {
  test("enter by password and a code to their address, with two factors", async () => {
    const browser = visitor(oral);
    expect(await ask(browser, demoPassword, ` ${login.toUpperCase()} `)).toMatchObject({
      ok: true,
      value: { masked: "o***@kezek.example" },
    });
    const code = await codeSentTo(login);
    expect(code).toMatch(/^\d{6}$/);
    const entered = await enterAsStaff(browser, login, code, entry, after(5));
    if (!entered.ok) throw new Error(entered.code);
    expect(entered.value.firstEntry).toBe(false);
    const inside = await sessionActor(db(), entered.value.sessionId, after(6));
    if (inside === null) throw new Error("no session");
    expect(inside.actor).toMatchObject({ strength: "two-factor", method: "staff" });
    expect(staffHome(inside.actor, oral.id)).toMatchObject({
      value: { grants: [{ role: "officer", regionId: oral.id }] },
    });
    expect(staffHome(inside.actor, akmola.id)).toMatchObject({ code: "not-yours" });
    expect(
      authorize(inside.actor, "application.submit", { ownerIds: [inside.actor.personId] }),
    ).toMatchObject({ code: "too-light" });
    const light = { ...inside.actor, strength: "light" as const, method: "password" as const };
    expect(staffHome(light, oral.id)).toMatchObject({ code: "too-light" });
  });

  test.each([
    ["a wrong password", "oral", login, "басқа құпиясөз"],
    ["an unknown login", "oral", "nobody@kezek.example", demoPassword],
    ["another region's portal", "akmola", login, demoPassword],
    ["an empty login", "oral", "", demoPassword],
  ] as const)("%s is the same refusal, and nothing is sent", async (_, place, name, password) => {
    const browser = visitor(place === "oral" ? oral : akmola);
    const refused = await ask(browser, password, name);
    expect(refused).toEqual({ ok: false, code: "wrong", detail: { until: null } });
    expect(await db().select().from(message).where(eq(message.channel, "email"))).toEqual([]);
  });

  test("the code alone, in another browser, twice or worn out opens nothing", async () => {
    const browser = visitor(oral);
    await ask(browser);
    const code = await codeSentTo(login);
    expect(await enterAsStaff(visitor(oral), login, code, entry, now)).toMatchObject({
      code: "gone",
    });
    expect(await tryCode({ ...browser, purpose: "cabinet", code }, now)).toMatchObject({
      code: "gone",
    });
    const other = "oral.auditor@kezek.example";
    expect(await enterAsStaff(browser, login, not(code), entry, now)).toMatchObject({
      detail: { left: 4 },
    });
    expect((await enterAsStaff(browser, login, code, entry, now)).ok).toBe(true);
    expect(await enterAsStaff(browser, login, code, entry, now)).toMatchObject({ code: "gone" });
    await ask(browser, demoPassword, login, after(61));
    const next = await codeSentTo(login);
    expect(await enterAsStaff(browser, other, next, entry, after(62))).toMatchObject({
      code: "gone",
    });
  });

  test("a role that was taken away between the steps opens nothing", async () => {
    const browser = visitor(oral);
    await ask(browser);
    const code = await codeSentTo(login);
    await db().update(staffRole).set({ revokedAt: now }).where(eq(staffRole.login, login));
    expect(await enterAsStaff(browser, login, code, entry, after(5))).toMatchObject({
      code: "gone",
    });
  });

  test("guesses of the password are slowed down", async () => {
    const answers: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      const answer = await ask(visitor(oral), "басқа құпиясөз", login, after(n));
      answers.push(answer.ok ? "sent" : answer.code);
    }
    expect(answers).toEqual([
      ...Array<string>(3).fill("wrong"),
      ...Array<string>(5).fill("too-many"),
    ]);
  });
});
