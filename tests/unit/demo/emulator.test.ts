import { describe, expect, test } from "vitest";
import { streebog512 } from "#lib/eds/streebog.ts";
import { verifySignedMessage } from "#lib/eds/verify.ts";
import {
  application,
  content,
  desk,
  father,
  mother,
  now,
  openLine,
  signAndVerify,
  tell,
  useDesk,
} from "./desk.ts";

useDesk();

describe("signs for real", () => {
  test("the person who was told, in GOST by default", async () => {
    tell({ signer: father });
    expect(await signAndVerify()).toMatchObject({
      valid: true,
      code: "ok",
      signer: { iin: father, surname: "КИМ", patronymic: null, algorithm: "gost-2015-512" },
      checks: expect.arrayContaining([{ name: "revocation", result: "passed", detail: "ocsp" }]),
    });
  });

  test("in RSA on request", async () => {
    tell({ signer: mother, algorithm: "rsa" });
    expect(await signAndVerify()).toMatchObject({
      code: "ok",
      signer: { iin: mother, algorithm: "rsa-sha256" },
    });
  });

  test("nobody told: whom the page asks for, else the mother of the main journey", async () => {
    expect(await signAndVerify(application(father))).toMatchObject({
      code: "ok",
      signer: { iin: father },
    });
    expect(await signAndVerify()).toMatchObject({ code: "ok", signer: { iin: mother } });
  });

  test("detached, of a digest, several at once, and the text itself", async () => {
    const line = await openLine();
    const ask = async (data: unknown, signingParams: object) => {
      const answer = await line.ask({
        module: "kz.gov.pki.knca.basics",
        method: "sign",
        args: { format: "cms", data, signingParams },
      });
      const result: string[] = answer.body.result;
      return result.map((cms) => Buffer.from(cms));
    };
    const verified = (cms: Buffer | undefined, over = content) =>
      verifySignedMessage({
        cms: cms ?? Buffer.alloc(0),
        content: over,
        purpose: "sign",
        holder: "person",
        trust: desk.trust,
        at: now,
      }).code;
    const [detached] = await ask(content.toString("base64"), { decode: true });
    expect(verified(detached)).toBe("ok");
    const digest = Buffer.from(streebog512(content)).toString("base64");
    const [ofDigest] = await ask(digest, { decode: true, digested: true });
    expect(verified(ofDigest)).toBe("ok");
    const two = await ask(["YQ==", "Yg=="], { decode: true, encapsulate: true });
    expect(two.map((cms, n) => verified(cms, Buffer.from(n === 0 ? "a" : "b")))).toEqual([
      "ok",
      "ok",
    ]);
    const [literal] = await ask("YQ==", { encapsulate: true });
    expect(verified(literal, Buffer.from("YQ=="))).toBe("ok");
    line.close();
  });

  test("commonUtils: a CAdES in base64 and the key's facts", async () => {
    const line = await openLine();
    const utils = (method: string, args: unknown[]) =>
      line.ask({ module: "kz.gov.pki.knca.commonUtils", method, args });
    const { responseObject, code } = await utils("createCAdESFromBase64", [
      "PKCS12",
      "SIGNATURE",
      content.toString("base64"),
      true,
    ]);
    expect(code).toBe("200");
    expect(
      verifySignedMessage({
        cms: Buffer.from(responseObject),
        content,
        purpose: "sign",
        holder: "person",
        trust: desk.trust,
        at: now,
      }).code,
    ).toBe("ok");
    const info = (await utils("getKeyInfo", ["PKCS12"])).responseObject;
    expect(info).toMatchObject({ subjectCn: "КИМ ОЛЬГА", certNotBefore: "23.10.2026 13:00:00" });
    expect(info.pem).toContain("BEGIN CERTIFICATE");
    line.close();
  });
});

describe("a key that must be refused is refused by its own code", () => {
  const kinds = [
    ["revoked", "revoked"],
    ["expired", "expired"],
    ["not-yet-valid", "not-yet-valid"],
    ["rogue-ca", "untrusted-ca"],
    ["no-iin", "no-iin"],
    ["two-iins", "two-iins"],
    ["wrong-usage", "wrong-key-usage"],
  ] as const;
  const cases = (["gost", "rsa"] as const).flatMap((algorithm) =>
    kinds.map(([key, code]) => [algorithm, key, code] as const),
  );
  test.each(cases)("%s, %s → %s", async (algorithm, key, code) => {
    tell({ signer: mother, algorithm, key });
    expect(await signAndVerify()).toMatchObject({ code });
  });

  test("an organisation's key is not in the list, and forced it is refused", async () => {
    tell({ signer: mother, key: "organisation" });
    expect(await signAndVerify()).toMatchObject({ code: "wrong-key" });
    tell({ force: true });
    expect(await signAndVerify()).toMatchObject({ code: "not-a-person" });
  });

  test("another person's key is not in the list of an application", async () => {
    tell({ signer: father });
    expect(await signAndVerify(application(mother))).toMatchObject({ code: "wrong-key" });
  });

  test("somebody without a key", async () => {
    tell({ signer: "000000000000" });
    expect(await signAndVerify()).toMatchObject({ code: "wrong-key" });
  });
});
