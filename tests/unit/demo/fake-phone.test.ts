import { describe, expect, test } from "vitest";
import { addressIn, openSigning, PhoneRefuses, signOpened } from "#lib/demo/fake-phone.ts";
import { demoPhoneKey } from "#lib/demo/phone-key.ts";
import { documentAnswer, launchLink, qrText, signingAnswer } from "#lib/eds/mgov.ts";
import { personVerifier } from "#lib/eds/production.ts";
import { httpRevocation } from "#lib/eds/http-revocation.ts";
import { content, desk, mother, now, useDesk } from "./desk.ts";

useDesk();

const portal = "https://kezek.example";
const address = `${portal}/api/mgov/1`;
const names = { kk: "Ақмола облысы", ru: "Акмолинская область", en: "Akmola Region" };

const first = (uri = `${address}/document`) =>
  signingAnswer({
    description: "Вход на портал",
    expiresAt: now,
    organisation: { names, bin: "" },
    documentUrl: uri,
    token: "secret",
  });

/** A portal with one text; what was sent to it, in order. */
function portalWith(answer: unknown = first()) {
  const asked: { address: string; init: RequestInit | undefined }[] = [];
  const phone = {
    portals: [portal],
    wire: async (to: string, init?: RequestInit) => {
      asked.push({ address: to, init });
      if (init?.method === "PUT") return new Response("success");
      const document = documentAnswer({ names, meta: [], content });
      return Response.json(to === address ? answer : document);
    },
  };
  return { phone, asked };
}

describe("what the telephone takes", () => {
  test.each([
    ["a QR code", qrText(address)],
    ["the link of the same telephone", launchLink(address)],
    [
      "the demo's link",
      `http://localhost:3000/demo/phone?lang=ru&link=${encodeURIComponent(address)}`,
    ],
    ["the address", ` ${address} `],
  ])("%s", (_, scanned) => {
    expect(addressIn(scanned)).toBe(address);
  });

  test.each(["", "hello", "mobileSign:", "mobileSign: https://a b"])("not «%s»", (scanned) => {
    expect(addressIn(scanned)).toBeNull();
  });
});

describe("the telephone", () => {
  test("asks, signs with its owner's key and sends the same back with the message in it", async () => {
    const { phone, asked } = portalWith();
    const opened = await openSigning(phone, qrText(address));
    expect(opened).toMatchObject({ description: "Вход на портал", token: "secret" });
    const owner = { iin: mother, algorithm: "gost", key: "valid" } as const;
    const key = demoPhoneKey(desk.emulator.wsUrl, owner);
    expect(await signOpened(phone, opened, key)).toEqual({ status: 200, body: "success" });
    expect(asked.map((each) => each.init?.method ?? "GET")).toEqual(["GET", "GET", "PUT"]);
    for (const { init } of asked.slice(1)) {
      expect(new Headers(init?.headers).get("authorization")).toBe("Bearer secret");
    }
    const sent = JSON.parse(String(asked[2]?.init?.body));
    expect(sent.signMethod).toBe("CMS_WITH_DATA");
    const cms = Buffer.from(sent.documentsToSign[0].document.file.data, "base64");
    const source = httpRevocation({ ocspUrl: desk.responder.ocspUrl, crlUrls: [] });
    const verify = personVerifier(desk.trust, source);
    const verdict = await verify({ cms, content, purpose: "auth", at: now });
    expect(verdict).toMatchObject({ code: "ok", signer: { iin: mother } });
  });

  test("speaks to no portal that it does not know, and follows nobody there", async () => {
    const { phone, asked } = portalWith(first("https://elsewhere.example/document"));
    await expect(openSigning(phone, "https://elsewhere.example/api/mgov/1")).rejects.toThrow(
      "foreign-portal",
    );
    await expect(openSigning(phone, address)).rejects.toThrow("foreign-portal");
    expect(asked.map((each) => each.address)).toEqual([address]);
    expect(asked[0]?.init?.redirect).toBe("error");
  });

  test("does not guess what an answer of another shape means", async () => {
    const { phone } = portalWith({ ...first(), expiry_date: "2026-11-22T10:03:00+05:00" });
    await expect(openSigning(phone, address)).rejects.toThrow(PhoneRefuses);
  });

  test("has no keys of people whom the demo does not know", async () => {
    const nobody = { iin: "010101500005", algorithm: "gost", key: "valid" } as const;
    await expect(demoPhoneKey(desk.emulator.wsUrl, nobody)(content)).rejects.toThrow("422");
  });
});
