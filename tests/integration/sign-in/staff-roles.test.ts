import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { person, staffRole } from "#db/schema/people.ts";
import { password, staffInvitation } from "#db/schema/sign-in.ts";
import { staffRoles } from "#lib/access/actor.ts";
import { staffGrant, staffList, staffRevoke } from "#lib/operator/staff.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { askStaffCode, enterAsStaff } from "#lib/sign-in/staff.ts";
import { acceptInvitation, invitationBy } from "#lib/sign-in/staff-invitation.ts";
import { grantRole, revokeRole } from "#lib/sign-in/staff-roles.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { saidBy } from "#tests/support/command.ts";
import { after, codeSentTo, demoPortals, entry, forgetCodes, now, visitor } from "./door.ts";

useTestDatabase();

const iin = "870612490009";
const newcomer = "910925490000";
const login = "zhana.kyzmetker@oral.example";
const phrase = "екі түйе бір ботаны іздейді";
let oral: Portal;
beforeAll(async () => {
  ({ oral } = await demoPortals());
});
beforeEach(async () => {
  await forgetCodes();
  await db().delete(staffInvitation);
  for (const each of [iin, newcomer]) await db().delete(staffRole).where(eq(staffRole.iin, each));
});

const officer = ["--role", "officer", "--region", "oral"];
const invited = () =>
  grantRole({ iin: newcomer, role: "officer", regionId: oral.id, name: "Ким Ольга", login }, now);
const accept = (token: string, typed = { password: phrase, repeat: phrase }, at = now) =>
  acceptInvitation({ token, typed, regionId: oral.id, locale: "ru", requestId: null }, at);

async function tokenOf(done: Awaited<ReturnType<typeof grantRole>>): Promise<string> {
  if (!done.ok || done.value.invitation === null) throw new Error("nobody is invited");
  return done.value.invitation.token;
}

describe("kezek staff", () => {
  test("grants as the contract says, once; lists; takes away, once", async () => {
    expect(await saidBy(staffGrant, iin, ...officer)).toMatchObject({
      code: 0,
      said: { ok: true, granted: true, login: null, invitation: null },
    });
    expect(await saidBy(staffGrant, iin, ...officer)).toMatchObject({
      code: 0,
      said: { granted: false },
    });
    const { said } = await saidBy(staffList, "--region", "oral");
    expect(said["staff"]).toContainEqual(expect.objectContaining({ iin, role: "officer" }));
    const gone = await saidBy(staffRevoke, iin, ...officer, "--ground", "left the office");
    expect(gone).toMatchObject({ code: 0, said: { revoked: true } });
    expect(await saidBy(staffRevoke, iin, ...officer)).toMatchObject({
      code: 0,
      said: { revoked: false },
    });
    const never = await saidBy(staffRevoke, newcomer, ...officer);
    expect(never).toMatchObject({ code: 1, said: { code: "never-granted" } });
    const nowhere = await saidBy(staffGrant, iin, "--role", "officer", "--region", "atlantis");
    expect(nowhere).toMatchObject({ code: 1, said: { code: "no-region" } });
    const rows = await db().select().from(auditEntry).where(eq(auditEntry.role, "operator"));
    const roles = rows.filter(({ action }) => action.startsWith("staff.role."));
    expect(roles.map(({ action }) => action)).toEqual([
      "staff.role.grant",
      "staff.role.grant",
      "staff.role.revoke",
    ]);
    expect(JSON.stringify(rows)).not.toContain(iin);
  });

  test.each(staffRoles)("knows the role %s", async (role) => {
    const where = role === "platform_admin" ? [] : ["--region", "oral"];
    expect((await saidBy(staffGrant, iin, "--role", role, ...where)).code).toBe(0);
    const [row] = await db().select().from(staffRole).where(eq(staffRole.iin, iin));
    expect(row).toMatchObject({ role, regionId: role === "platform_admin" ? null : oral.id });
    // The platform's people are of no region, everybody else is of one.
    const otherwise = role === "platform_admin" ? ["--region", "oral"] : [];
    expect((await saidBy(staffGrant, iin, "--role", role, ...otherwise)).code).toBe(2);
  });

  test("prints the link of an invitation, whose secret is kept nowhere", async () => {
    const done = await saidBy(
      staffGrant,
      newcomer,
      ...officer,
      "--login",
      login,
      "--name",
      "Ким Ольга",
    );
    const link = String(done.said["invitation"]);
    expect(link).toMatch(
      /^http:\/\/localhost:3000\/kk\/oral\/sign-in\/staff\/invitation\/[\w-]{43}$/,
    );
    const [row] = await db().select().from(staffInvitation);
    expect(row?.tokenHash).toBe(sha256Hex(link.slice(-43)));
    expect(JSON.stringify(await db().select().from(staffInvitation))).not.toContain(
      link.slice(-43),
    );
    const other = await saidBy(staffGrant, iin, ...officer, "--login", login.toUpperCase());
    expect(other).toMatchObject({ code: 1, said: { code: "login-taken" } });
    expect((await saidBy(staffGrant, iin, ...officer, "--login", "no address")).code).toBe(2);
    const noHouse = ["--role", "kindergarten_head", "--region", "oral", "--kindergarten", "none"];
    expect(await saidBy(staffGrant, iin, ...noHouse)).toMatchObject({
      said: { code: "no-kindergarten" },
    });
  });
});

describe("an invitation", () => {
  test("sets the password once; with it and the letter's code one comes in", async () => {
    const token = await tokenOf(await invited());
    expect(await invitationBy(token, now)).toMatchObject({ maskedLogin: "z***@oral.example" });
    for (const [typed, code] of [
      ["қысқа", "short"],
      ["qwerty123456", "stolen"],
      [`мой ${newcomer} иин`, "own"],
    ] as const) {
      expect(await accept(token, { password: typed, repeat: typed })).toMatchObject({
        code: "mend",
        detail: [{ field: "password", code }],
      });
    }
    expect(await accept(token, { password: phrase, repeat: `${phrase}.` })).toMatchObject({
      detail: [{ field: "repeat", code: "differ" }],
    });
    expect(await accept(token)).toMatchObject({ ok: true });
    expect(await accept(token)).toMatchObject({ code: "gone" });
    expect(await invitationBy(token, now)).toBeNull();

    const browser = visitor(oral);
    const asked = await askStaffCode(browser, { login, password: phrase }, entry, after(1));
    expect(asked).toMatchObject({ ok: true });
    const entered = await enterAsStaff(browser, login, await codeSentTo(login), entry, after(5));
    if (!entered.ok) throw new Error(entered.code);
    const inside = await sessionActor(db(), entered.value.sessionId, after(6));
    expect(inside?.actor).toMatchObject({ iin: newcomer, strength: "two-factor" });

    const gone = { iin: newcomer, role: "officer", regionId: oral.id, ground: "left" } as const;
    expect(await revokeRole(gone, after(7))).toMatchObject({
      value: { revoked: true, sessions: 1 },
    });
    expect(await sessionActor(db(), entered.value.sessionId, after(8))).toBeNull();
    // Whoever has a password is invited to another one only when that is said.
    const again = await invited();
    expect(again).toMatchObject({ ok: true, value: { granted: true, invitation: null } });
  });

  test("ends with its time, with a newer one, and with the role; of two presses one sets it", async () => {
    const [who] = await db().select().from(person).where(eq(person.iin, newcomer));
    if (who) await db().delete(password).where(eq(password.personId, who.id));
    const first = await tokenOf(await invited());
    const second = await tokenOf(await invited());
    expect(await invitationBy(first, now)).toBeNull();
    const late = new Date(now.getTime() + 72 * 3_600_000);
    expect(await invitationBy(second, new Date(late.getTime() - 1))).not.toBeNull();
    expect(await invitationBy(second, late)).toBeNull();
    expect(await accept(second, undefined, late)).toMatchObject({ code: "gone" });
    const both = await Promise.all([accept(second), accept(second)]);
    expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);

    const order = { iin: newcomer, role: "officer", regionId: oral.id } as const;
    const third = await tokenOf(await grantRole({ ...order, login, inviteAgain: true }, now));
    await revokeRole({ ...order, ground: "left" }, now);
    expect(await invitationBy(third, now)).toBeNull();
    expect(await accept(third)).toMatchObject({ code: "gone" });
    expect(await invitationBy("nonsense", now)).toBeNull();
  });
});

test("the last administrator of the platform stays, also when two take each other away at once", async () => {
  const admin = { role: "platform_admin", regionId: null } as const;
  await grantRole({ iin, ...admin }, now);
  const away = (whose: string) => revokeRole({ iin: whose, ...admin, ground: "left" }, now);
  expect(await away(iin)).toMatchObject({ code: "last-platform-admin" });
  await grantRole({ iin: newcomer, ...admin }, now);
  const both = await Promise.all([away(iin), away(newcomer)]);
  expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  const left = await db()
    .select()
    .from(staffRole)
    .where(and(eq(staffRole.role, "platform_admin")));
  expect(left.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1);
});
