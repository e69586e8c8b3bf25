import { describe, expect, test } from "vitest";
import { cookieJar, destinationOf } from "./next-request.ts";
import { getActor } from "#app/_request/actor.ts";
import { saveProfile } from "#app/[locale]/[region]/cabinet/profile/actions.ts";
import { beginByEds, chooseAnother, enter } from "#app/[locale]/[region]/sign-in/eds/actions.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { olga, sergey } from "#tests/integration/sign-in/gate.ts";
import { press, prove, signIn, useSignInDesk } from "./sign-in-desk.ts";
import { idle, profileForm, sessionOf } from "./cabinet-form.ts";

useTestDatabase();
useSignInDesk();

describe("the way in, by the actions that the browser calls", () => {
  test("leads through the owner's data and the e-mail to where the person was going", async () => {
    const goal = "/ru/akmola/apply/general?district=113200000";
    const next = await prove({ returnTo: goal });
    expect(next).toEqual({ next: `/ru/akmola/sign-in/eds?return=${encodeURIComponent(goal)}` });
    expect((await getActor()).kind).toBe("anonymous");

    expect(await press(goal)).toBe(
      `/ru/akmola/cabinet/profile?first=1&return=${encodeURIComponent(goal)}`,
    );
    expect(await getActor()).toMatchObject({ kind: "person", iin: olga.iin, strength: "strong" });

    const save = () => saveProfile("ru", "akmola", true, goal, idle, profileForm());
    expect(await destinationOf(save)).toBe(goal);
    cookieJar.clear();
    expect(await signIn()).toBe("/ru/akmola/cabinet");
  });

  test("leaves no secret of the way behind in the browser", async () => {
    await signIn();
    // The lasting one only lets the account know the browser again; it opens nothing.
    expect([...cookieJar.keys()].toSorted()).toEqual(["kezek-device", "next-auth.session-token"]);
  });

  test("tells a refusal in the person's language and opens nothing", async () => {
    expect(await prove({ variant: "revoked" })).toEqual({
      code: "revoked",
      sentence: "Этот ключ отозван. Получите новую ЭЦП.",
    });
    expect(await prove({ variant: "expired" })).toMatchObject({
      sentence: expect.stringMatching(/\d\d\.\d\d\.\d{4}/u),
    });
    expect(await press()).toContain("late=1");
    expect((await getActor()).kind).toBe("anonymous");
  });

  test("opens nothing with another browser's ticket", async () => {
    await prove();
    const stolen = cookieJar.get("kezek-ticket") ?? "";
    expect(stolen).not.toBe("");
    cookieJar.clear();
    await beginByEds("ru", "akmola");
    cookieJar.set("kezek-ticket", stolen);
    expect(await press()).toContain("late=1");
    expect((await getActor()).kind).toBe("anonymous");
  });

  test("opens nothing once another certificate is wanted", async () => {
    await prove();
    await destinationOf(() => chooseAnother("ru", "akmola", null));
    expect(await press()).toContain("late=1");
    expect((await getActor()).kind).toBe("anonymous");
  });

  test("ends the old session when the same browser signs in again", async () => {
    await signIn();
    const before = await getActor();
    await signIn(sergey.iin);
    expect(await getActor()).toMatchObject({ iin: sergey.iin });
    expect((await sessionOf(before))?.revokedAt).not.toBeNull();
  });

  test("leads nowhere outside the portal, whatever the action is called with", async () => {
    const evil = "https://evil.example/ru/akmola";
    await prove({ returnTo: evil });
    expect(await press(evil)).not.toContain("evil");
    const save = () => saveProfile("ru", "akmola", true, evil, idle, profileForm());
    expect(await destinationOf(save)).toBe("/ru/akmola/cabinet");
    expect(await destinationOf(() => chooseAnother("ru", "akmola", evil))).not.toContain("evil");
  });

  test.each(["nowhere", "../oral", ""])("is not there for the region «%s»", async (region) => {
    expect(await destinationOf(() => enter("ru", region, null))).toBe("404");
    expect(await destinationOf(() => beginByEds("ru", region))).toBe("404");
  });
});
