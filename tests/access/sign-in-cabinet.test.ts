import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { cookieJar, destinationOf } from "./next-request.ts";
import { getActor } from "#app/_request/actor.ts";
import { leave, leaveEverywhere } from "#app/[locale]/[region]/cabinet/actions.ts";
import { saveProfile } from "#app/[locale]/[region]/cabinet/profile/actions.ts";
import { endSession } from "#app/[locale]/[region]/cabinet/sessions/actions.ts";
import { db } from "#db/client.ts";
import { contact } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { sergey } from "#tests/integration/sign-in/gate.ts";
import { signIn, useSignInDesk } from "./sign-in-desk.ts";
import { idle, profileForm, sessionOf, typed } from "./cabinet-form.ts";

useTestDatabase();
useSignInDesk();

const cookie = "next-auth.session-token";
const save = (fields: Record<string, string> = typed) =>
  saveProfile("ru", "akmola", false, null, idle, profileForm(fields));

/** Where each action of the cabinet sends the browser of now, and whether it wrote anything. */
async function tryAll(sessionId: string) {
  const state = async () => [
    await db().select().from(contact),
    (await db().select().from(session)).map(({ id, revokedAt }) => ({ id, revokedAt })),
  ];
  const before = await state();
  const led = [
    await destinationOf(() => save()),
    await destinationOf(() => endSession("ru", "akmola", sessionId)),
    await destinationOf(() => leaveEverywhere("ru", "akmola")),
    await destinationOf(() => leave("ru", "akmola")),
  ];
  return { led, wrote: JSON.stringify(await state()) !== JSON.stringify(before) };
}
const turnedAway = {
  led: [
    "/ru/akmola/sign-in?return=%2Fru%2Fakmola%2Fcabinet%2Fprofile",
    "/ru/akmola/sign-in?return=%2Fru%2Fakmola%2Fcabinet%2Fsessions",
    "/ru/akmola/sign-in",
    "/ru/akmola/sign-in?out=here",
  ],
  wrote: false,
};

describe("the actions of the cabinet, called by whoever", () => {
  test("a visitor is sent to sign in, and nothing changes", async () => {
    await signIn();
    const open = await sessionOf(await getActor());
    cookieJar.clear();
    expect(await tryAll(open?.id ?? "")).toEqual(turnedAway);
  });

  test("a cookie that we did not encrypt is a visitor's", async () => {
    await signIn();
    const id = (await sessionOf(await getActor()))?.id ?? "";
    for (const value of [id, "e30.e30.e30.e30.e30", `{"sid":"${id}"}`, ""]) {
      cookieJar.set(cookie, value);
      expect((await getActor()).kind).toBe("anonymous");
      expect(await tryAll(id)).toEqual(turnedAway);
    }
  });

  test("a revoked session is a visitor's at its next request, though the cookie is still there", async () => {
    await signIn();
    const id = (await sessionOf(await getActor()))?.id ?? "";
    await db().update(session).set({ revokedAt: new Date() }).where(eq(session.id, id));
    expect(cookieJar.has(cookie)).toBe(true);
    expect(await tryAll(id)).toEqual(turnedAway);
  });

  test("a session whose time is over is a visitor's", async () => {
    await signIn();
    const id = (await sessionOf(await getActor()))?.id ?? "";
    await db().update(session).set({ expiresAt: new Date() }).where(eq(session.id, id));
    expect(await tryAll(id)).toEqual(turnedAway);
  });

  test("a light session changes no contacts, and keeps what was typed", async () => {
    await signIn();
    const id = (await sessionOf(await getActor()))?.id ?? "";
    await db().update(session).set({ strength: "light" }).where(eq(session.id, id));
    const before = await db().select().from(contact);
    const changed = { ...typed, email: "other@example.kz" };
    expect(await save(changed)).toMatchObject({ status: "refused", values: changed });
    expect(await db().select().from(contact)).toEqual(before);
  });

  test("nobody ends another person's session", async () => {
    await signIn(sergey.iin);
    const other = await getActor();
    const id = (await sessionOf(other))?.id ?? "";
    cookieJar.clear();
    await signIn();
    const led = await destinationOf(() => endSession("ru", "akmola", id));
    expect(led).toBe("/ru/akmola/cabinet/sessions?gone=1");
    expect((await sessionOf(other))?.revokedAt).toBeNull();
  });

  test("«Выйти» ends the session in the table, not only the cookie", async () => {
    await signIn();
    const kept = cookieJar.get(cookie) ?? "";
    expect(await destinationOf(() => leave("ru", "akmola"))).toBe("/ru/akmola/sign-in?out=here");
    // What stays is by what an account knows the browser again; it opens nothing.
    expect([...cookieJar.keys()]).toEqual(["kezek-device"]);
    cookieJar.set(cookie, kept);
    expect((await getActor()).kind).toBe("anonymous");
  });

  test("«Выйти на всех устройствах» ends the session of the other browser", async () => {
    await signIn();
    const elsewhere = cookieJar.get(cookie) ?? "";
    cookieJar.clear();
    await signIn();
    const led = await destinationOf(() => leaveEverywhere("ru", "akmola"));
    expect(led).toBe("/ru/akmola/sign-in?out=everywhere");
    cookieJar.set(cookie, elsewhere);
    expect((await getActor()).kind).toBe("anonymous");
  });

  test("what was typed comes back with what to mend", async () => {
    await signIn();
    const wrong = { ...typed, email: "olga", phone: "12" };
    expect(await save(wrong)).toMatchObject({
      status: "invalid",
      values: wrong,
      round: 1,
      problems: [
        { field: "email", code: "email-shape" },
        { field: "phone", code: "phone-not-mobile" },
      ],
    });
  });
});
