import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Portal } from "#lib/regions/views.ts";
import { howFarMobile } from "#lib/sign-in/collect-mobile.ts";
import { openOnPhone } from "#lib/sign-in/open-mobile.ts";
import { startMobileSignIn } from "#lib/sign-in/start-mobile.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { useFakeRelay } from "#tests/support/relay-server.ts";
import { draftFor, signedIn, textOf } from "../applications/family.ts";
import { newBrowser, now, openPortals, verifier } from "./gate.ts";
import { beginMobile, beginSubmission, finger, origin, rowOf, typeCode } from "./mobile-desk.ts";

useTestDatabase();
const relay = useFakeRelay();

let akmola: Portal;
beforeAll(async () => {
  ({ akmola } = await openPortals());
});
beforeEach(() => {
  relay.mood = "well";
  useTestEnvironment({
    DATABASE_URL: process.env["DATABASE_URL"] ?? "",
    MGOV_RELAY_URL: relay.url,
  });
});

const howFar = (id: string, browserSecret: string) =>
  howFarMobile({ id, browserSecret, origin, requestId: null }, async () => verifier, now);
const start = () => {
  const order = { portal: akmola, browserSecret: newBrowser(), address: "", origin } as const;
  return startMobileSignIn({ ...order, locale: "kk", returnTo: null }, now);
};

describe("through the relay", () => {
  test("one signs in: its address in the QR code, its signature through our verifier, the code typed", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    const given = relay.signings.at(-1);
    expect(given?.description).toContain("Вход на портал");
    const waiting = await howFar(id, browser);
    expect(waiting).toMatchObject({ state: "seen", asksCode: true });
    expect(waiting?.address.startsWith(`${relay.url}/api/egovQr/`)).toBe(true);

    await relay.sign(finger());
    expect(await howFar(id, newBrowser())).toBeNull();
    expect(await howFar(id, browser)).toMatchObject({ state: "signed", asksCode: true });
    const code = /Код для входа: (\d{4})/u.exec(given?.description ?? "")?.[1] ?? "";
    expect((await typeCode(akmola, browser, code)).ok).toBe(true);
  });

  test("one signs an application, which is registered when the page asks", async () => {
    const olga = await signedIn(akmola);
    const draftId = await draftFor(olga, akmola);
    const { requestId } = await textOf(olga, akmola, draftId);
    const browser = newBrowser();
    const order = { portal: akmola, draftId, requestId, browserSecret: browser };
    const started = await beginSubmission(olga, order);
    if (!started.ok) throw new Error(started.code);
    await relay.sign(finger());
    expect(await howFar(started.value.id, browser)).toMatchObject({ state: "done" });
  });

  test("a bad signature is refused as everywhere", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    await relay.sign(finger({ variant: "rogue" }));
    expect(await howFar(id, browser)).toMatchObject({ state: "refused", outcome: "untrusted-ca" });
  });

  test("our own API answers for none of its signings", async () => {
    const id = await beginMobile(akmola, newBrowser());
    expect(await openOnPhone(id, origin, now)).toMatchObject({ code: "not-found" });
  });
});

describe("a relay that is not well", () => {
  test.each([
    ["silent", "relay-silent"],
    ["redirects", "relay-silent"],
    ["refuses", "relay-refused"],
    ["elsewhere", "relay-strange"],
  ] as const)("%s: there is no QR code, and the page says so", async (mood, code) => {
    relay.mood = mood;
    expect(await start()).toMatchObject({ ok: false, code });
  });

  test("silent later on: nothing is lost, the page asks again", async () => {
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    await relay.sign(finger());
    for (const mood of ["silent", "redirects", "refuses"] as const) {
      relay.mood = mood;
      expect((await howFar(id, browser))?.state).toBe("seen");
    }
    relay.mood = "well";
    expect((await howFar(id, browser))?.state).toBe("signed");
    expect((await rowOf(id)).cms).not.toBeNull();
  });
});
