import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Portal } from "#lib/regions/views.ts";
import { howFarMobile } from "#lib/sign-in/collect-mobile.ts";
import { openOnPhone } from "#lib/sign-in/open-mobile.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { useFakeRelay } from "#tests/support/relay-server.ts";
import { beginAnew, draftFor, signedIn, textOf } from "../applications/family.ts";
import { newBrowser, now, openPortals, sergey, verifier } from "./gate.ts";
import {
  addressOf,
  beginMobile,
  beginSubmission,
  entryCodeIn,
  finger,
  origin,
  rowOf,
  signOnPhone,
  typeCode,
} from "./mobile-desk.ts";

useTestDatabase();
const relay = useFakeRelay();

let akmola: Portal;
beforeAll(async () => {
  ({ akmola } = await openPortals());
});
beforeEach(async () => {
  await beginAnew();
  relay.mood = "well";
  useTestEnvironment({
    DATABASE_URL: process.env["DATABASE_URL"] ?? "",
    MGOV_RELAY_URL: relay.url,
  });
});

const howFar = (id: string, browserSecret: string) =>
  howFarMobile({ id, browserSecret, origin, requestId: null }, async () => verifier, now);
/** An application of Olga's, begun in a browser of hers. */
async function beginApplication() {
  const olga = await signedIn(akmola);
  const draftId = await draftFor(olga, akmola);
  const { requestId } = await textOf(olga, akmola, draftId);
  const browser = newBrowser();
  const order = { portal: akmola, draftId, requestId, browserSecret: browser };
  return { browser, started: await beginSubmission(olga, order) };
}

async function beginWell() {
  const { browser, started } = await beginApplication();
  if (!started.ok) throw new Error(started.code);
  return { browser, id: started.value.id };
}

describe("through the relay", () => {
  test("one signs an application, which is registered when the page asks", async () => {
    const { browser, id } = await beginWell();
    const waiting = await howFar(id, browser);
    expect(waiting?.state).toBe("seen");
    expect(waiting?.address.startsWith(`${relay.url}/api/egovQr/`)).toBe(true);
    await relay.sign(finger());
    expect(await howFar(id, newBrowser())).toBeNull();
    expect(await howFar(id, browser)).toMatchObject({ state: "done" });
  });

  test("nobody else's signature registers it", async () => {
    const { browser, id } = await beginWell();
    await relay.sign(finger({ iin: sergey.iin }));
    expect(await howFar(id, browser)).toMatchObject({ state: "refused", outcome: "wrong-person" });
  });

  test("a bad signature is refused as everywhere", async () => {
    const { browser, id } = await beginWell();
    await relay.sign(finger({ variant: "rogue" }));
    expect(await howFar(id, browser)).toMatchObject({ state: "refused", outcome: "untrusted-ca" });
  });

  test("our own API answers for none of its signings", async () => {
    const { id } = await beginWell();
    expect(await openOnPhone(id, origin, now)).toMatchObject({ code: "not-found" });
  });
});

describe("a sign-in", () => {
  test("never goes there: the telephone that signs asks the portal, and alone gets the entry code", async () => {
    const before = relay.signings.length;
    const browser = newBrowser();
    const id = await beginMobile(akmola, browser);
    expect(relay.signings.length).toBe(before);
    expect(await howFar(id, browser)).toMatchObject({ state: "waiting", address: addressOf(id) });
    const { opened } = await signOnPhone(id);
    expect((await typeCode(akmola, browser, entryCodeIn(opened))).ok).toBe(true);
  });

  test("works while the relay is silent", async () => {
    relay.mood = "silent";
    expect(typeof (await beginMobile(akmola, newBrowser()))).toBe("string");
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
    expect((await beginApplication()).started).toMatchObject({ ok: false, code });
  });

  test("silent later on: nothing is lost, the page asks again", async () => {
    const { browser, id } = await beginWell();
    await relay.sign(finger());
    for (const mood of ["silent", "redirects", "refuses"] as const) {
      relay.mood = mood;
      expect((await howFar(id, browser))?.state).toBe("seen");
    }
    relay.mood = "well";
    expect((await howFar(id, browser))?.state).toBe("done");
    expect((await rowOf(id)).cms).not.toBeNull();
  });
});
