import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { applyOrder, emulatorOrder, noSetting, takeAnswer } from "#lib/demo/emulator-answer.ts";
import { startEmulator } from "#lib/demo/emulator.ts";
import { hasNcaTestKey, ncaTestKey } from "#lib/demo/nca-test-key.ts";
import { startResponder } from "#lib/demo/responder.ts";
import { httpRevocation } from "#lib/eds/http-revocation.ts";
import { signWithNcalayer } from "#lib/eds/ncalayer-client.ts";
import { personVerifier } from "#lib/eds/production.ts";
import { openPkcs12 } from "#lib/eds/signing/pkcs12.ts";
import { decryptRc2 } from "#lib/eds/signing/rc2.ts";
import { loadTrustFolder } from "#lib/eds/trust-folder.ts";

test.each([
  // RFC 2268 §5: key, effective bits, plain text, cipher text.
  ["0000000000000000", 63, "0000000000000000", "ebb773f993278eff"],
  ["ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"],
  ["3000000000000000", 64, "1000000000000001", "30649edf9be7d2c2"],
  ["88", 64, "0000000000000000", "61a8a244adacccf0"],
  ["88bca90e90875a", 64, "0000000000000000", "6ccf4308974c267f"],
  ["88bca90e90875a7f0f79c384627bafb2", 64, "0000000000000000", "1a807d272bbe5db1"],
  ["88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"],
])("RC2 with key %s of %i bits answers as RFC 2268 says", (key, bits, plain, cipher) => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
  const out = decryptRc2(bytes(key), new Uint8Array(8), bytes(cipher), bits);
  expect(Buffer.from(out).toString("hex")).toBe(plain);
});

test("a file that is no key file is refused", () => {
  for (const bytes of [
    new Uint8Array(),
    new Uint8Array([0x30, 0]),
    Buffer.from("not a key file"),
  ]) {
    expect(openPkcs12(bytes, "x")).toBeNull();
  }
});

test("where the folder is absent there is no such key", async () => {
  expect(hasNcaTestKey("/nowhere")).toBe(false);
  expect(await ncaTestKey("/nowhere")).toBeNull();
});

test("NCA RK's public test key signs in the demo, by the state's own authorities and list", async () => {
  if (!hasNcaTestKey()) {
    console.log("not run: the state's test objects are not beside the project");
    return;
  }
  // Between the list's dates and within the key's life.
  const now = new Date("2026-11-22T08:00:00Z");
  const folder = mkdtempSync(join(tmpdir(), "kezek-nca-"));
  const ca = await openDemoAuthority(folder, now, []);
  const responder = await startResponder({ ca, port: 0, now: async () => now });
  let setting = applyOrder(noSetting, emulatorOrder.parse({ key: "nca-test" }));
  const nextAnswer = async () => {
    const { answer, after } = takeAnswer(setting);
    setting = after;
    return answer;
  };
  const emulator = await startEmulator({ ca, wsPort: 0, now: async () => now, nextAnswer });
  try {
    const content = Buffer.from("test");
    const order = {
      purpose: "sign-in",
      locale: "ru",
      contentBase64: content.toString("base64"),
    } as const;
    const signed = await signWithNcalayer(order, { url: emulator.wsUrl, testKeys: true });
    if (!signed.ok) throw new Error(signed.code);
    const trust = await loadTrustFolder(ca.trustFolder, { allowTestAuthorities: true });
    if (!trust.ok) throw new Error(trust.code);
    const verify = personVerifier(trust.value, httpRevocation(responder));
    expect(
      await verify({ cms: Buffer.from(signed.value), content, purpose: "auth", at: now }),
    ).toMatchObject({
      code: "ok",
      signer: { iin: "123456789011", algorithm: "gost-2015-512" },
      evidence: { revocation: { status: "good", detail: "crl" } },
    });
  } finally {
    await emulator.close();
    await responder.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
