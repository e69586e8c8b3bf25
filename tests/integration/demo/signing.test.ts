import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { currentInstant } from "#db/demo-clock.ts";
import { moveClock } from "#lib/demo/clock.ts";
import { type DemoAuthority, openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { emulatorOrder } from "#lib/demo/emulator-answer.ts";
import { type Emulator, startEmulator } from "#lib/demo/emulator.ts";
import { type Responder, startResponder } from "#lib/demo/responder.ts";
import {
  responderMode,
  setResponder,
  takeEmulatorAnswer,
  tellEmulator,
} from "#lib/demo/settings.ts";
import { signWithNcalayer } from "#lib/eds/ncalayer-client.ts";
import { edsVerifier } from "#lib/eds/production.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { temporaryFolder, useTestEnvironment } from "#tests/support/environment.ts";

// As `npm run demo` puts it together: the emulator told through the database, the portal's own verifier configured by
// the environment, revocation over HTTP, and one clock for all.

useTestDatabase();
const mother = { iin: "910925490000", surname: "КИМ", givenName: "ОЛЬГА", patronymic: "СЕРГЕЕВНА" };
const content = Buffer.from("kezek-application/1\n");

let authority: DemoAuthority;
let emulator: Emulator;
let responder: Responder;

beforeAll(async () => {
  const now = currentInstant;
  authority = await openDemoAuthority(temporaryFolder(), await now(), [mother]);
  responder = await startResponder({ ca: authority, port: 0, now, mode: responderMode });
  const nextAnswer = async () => takeEmulatorAnswer(await now());
  emulator = await startEmulator({ ca: authority, wsPort: 0, now, nextAnswer });
  useTestEnvironment({
    EDS_TRUST_DIR: authority.trustFolder,
    EDS_OCSP_URL: responder.ocspUrl,
    EDS_CRL_URLS: responder.crlUrls.join(","),
  });
});
afterEach(async () => {
  await tellEmulator(emulatorOrder.parse({ reset: true }), new Date());
  await setResponder({ mode: "normal" }, new Date());
  await moveClock("real");
});
afterAll(async () => {
  await emulator?.close();
  await responder?.close();
});

const tell = (body: unknown) => tellEmulator(emulatorOrder.parse(body), new Date());

async function signedVerdict() {
  const order = {
    purpose: "application",
    iin: mother.iin,
    locale: "kk",
    contentBase64: content.toString("base64"),
  } as const;
  const signed = await signWithNcalayer(order, { url: emulator.wsUrl, testKeys: true });
  if (!signed.ok) return { code: signed.code };
  const verify = await edsVerifier();
  return await verify({
    cms: Buffer.from(signed.value),
    content,
    purpose: "sign",
    expectedIin: mother.iin,
    at: await currentInstant(),
  });
}

describe("a parent signs in the demo", () => {
  test.each([
    ["gost", "gost-2015-512"],
    ["rsa", "rsa-sha256"],
  ])("%s: accepted, with the responder's answer as evidence", async (algorithm, name) => {
    await tell({ signer: mother.iin, algorithm });
    const verdict = await signedVerdict();
    expect(verdict).toMatchObject({
      valid: true,
      code: "ok",
      signer: { iin: mother.iin, algorithm: name },
    });
    expect(verdict).toMatchObject({ evidence: { revocation: { status: "good", detail: "ocsp" } } });
  });

  test.each([
    ["revoked", "revoked"],
    ["expired", "expired"],
    ["not-yet-valid", "not-yet-valid"],
    ["rogue-ca", "untrusted-ca"],
  ])("with a %s key it is refused as %s", async (key, code) => {
    await tell({ key });
    expect(await signedVerdict()).toMatchObject({ valid: false, code });
  });

  test("after the clock went on by more than a key's life, keys are what they are called", async () => {
    await moveClock("+500d");
    expect(await signedVerdict()).toMatchObject({ code: "ok" });
    await tell({ key: "revoked" });
    expect(await signedVerdict()).toMatchObject({ code: "revoked" });
    await tell({ key: "expired" });
    expect(await signedVerdict()).toMatchObject({ code: "expired" });
  });

  test("while the responder is down nothing is known about revocation", async () => {
    await setResponder({ mode: "down" }, new Date());
    expect(await signedVerdict()).toMatchObject({ valid: false, code: "revocation-unknown" });
  });
});
