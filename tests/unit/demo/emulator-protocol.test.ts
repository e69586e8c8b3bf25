import { describe, expect, test } from "vitest";
import {
  cancelledReply,
  failedReply,
  type SignRequest,
  signedReply,
  suits,
  understand,
} from "#lib/demo/emulator-protocol.ts";

const basics = (args: object, method = "sign") =>
  understand(JSON.stringify({ module: "kz.gov.pki.knca.basics", method, args }));
const common = (method: string, args: unknown[] = [], uuid?: string) =>
  understand(
    JSON.stringify({
      module: "kz.gov.pki.knca.commonUtils",
      method,
      args,
      ...(uuid ? { uuid } : {}),
    }),
  );

function answered(understood: ReturnType<typeof understand>): unknown {
  if (understood.kind !== "reply") throw new Error(`not answered: ${understood.kind}`);
  return JSON.parse(understood.text);
}

function asked(understood: ReturnType<typeof understand>): SignRequest {
  if (understood.kind !== "sign") throw new Error(`not a signing: ${JSON.stringify(understood)}`);
  return understood.request;
}

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString("utf8");

describe("every message is answered", () => {
  test("the heartbeat is echoed", () => {
    expect(understand("--heartbeat--")).toEqual({ kind: "reply", text: "--heartbeat--" });
  });
  test.each(["", "{", "null", "[]", "7", '"x"'])("«%s» is not JSON of a request", (message) => {
    expect(answered(understand(message))).toEqual({
      success: false,
      code: "COMMON_JSON_WRAPPING_EXCEPTION",
    });
  });
  test.each([
    "{}",
    '{"module":"kz.digiflow.mobile.extensions","method":"getVersion"}',
    '{"module":7}',
  ])("%s is an unknown module", (message) => {
    expect(answered(understand(message))).toEqual({
      success: false,
      errorCode: "MODULE_NOT_FOUND",
    });
  });
  test("an unknown method of each module", () => {
    expect(answered(basics({}, "generateCsr"))).toMatchObject({
      status: false,
      code: "INVOCATION_ERROR",
    });
    expect(answered(common("signXml", ["PKCS12"]))).toMatchObject({ code: "500" });
  });
  test("nothing to sign, a wrong format, broken base64", () => {
    expect(answered(basics({}))).toMatchObject({ status: false, code: "INVALID_SIGNING_PARAMS" });
    expect(answered(basics({ data: [] }))).toMatchObject({ code: "INVALID_SIGNING_PARAMS" });
    expect(answered(basics({ data: "x", format: "xml" }))).toMatchObject({
      code: "INVALID_SIGNING_PARAMS",
    });
    expect(answered(basics({ data: "%", signingParams: { decode: true } }))).toMatchObject({
      code: "SIGNING_FAILURE",
    });
    expect(answered(common("createCAdESFromBase64", ["PKCS12", "SIGNATURE", 7]))).toMatchObject({
      code: "500",
    });
  });
});

describe("basics.sign", () => {
  test("decoded or literal, attached or not, one or several", () => {
    const one = asked(
      basics({
        format: "cms",
        data: "0YLQtdGB0YI=",
        signingParams: { decode: true, encapsulate: true },
      }),
    );
    expect(one).toMatchObject({
      style: "basics",
      attached: true,
      digested: false,
      outputCert: false,
    });
    expect(one.contents.map(text)).toEqual(["тест"]);
    const two = asked(basics({ data: ["a", "b"], signingParams: {} }));
    expect(two.contents.map(text)).toEqual(["a", "b"]);
    expect(two.attached).toBe(false);
  });
  test("a digest is decoded whatever `decode` says", () => {
    const request = asked(basics({ data: "AQI=", signingParams: { digested: true } }));
    expect([...(request.contents[0] ?? [])]).toEqual([1, 2]);
  });
  test("the filter is taken over", () => {
    const request = asked(
      basics({
        data: "",
        signerParams: { extKeyUsageOids: ["1.2"], iin: "910925490000", chain: [] },
      }),
    );
    expect(request.filter).toEqual({ extKeyUsageOids: ["1.2"], iin: "910925490000" });
  });
  test("answers as NCALayer 1.4 spells them", () => {
    const request = asked(basics({ data: "" }));
    const der = new Uint8Array(60);
    const signed = JSON.parse(signedReply(request, [der], "CERT"));
    expect(signed.status).toBe(true);
    expect(signed.body.result).toHaveLength(1);
    expect(signed.body.result[0]).toMatch(
      /^-----BEGIN CMS-----\n(?:[A-Za-z0-9+/=]{1,64}\n)+-----END CMS-----\n$/,
    );
    const withCertificate = asked(basics({ data: "", signingParams: { outputCert: true } }));
    expect(JSON.parse(signedReply(withCertificate, [der], "CERT")).body.result).toEqual({
      signatures: signed.body.result,
      certificate: "CERT",
    });
    expect(JSON.parse(cancelledReply(request))).toEqual({ body: {}, status: true });
    expect(JSON.parse(failedReply(request, "GENERAL_ERROR", "m"))).toMatchObject({
      status: false,
      code: "GENERAL_ERROR",
    });
  });
});

describe("commonUtils", () => {
  test("tokens, language", () => {
    expect(answered(common("getActiveTokens"))).toEqual({ responseObject: [], code: "200" });
    expect(answered(common("changeLocale", ["kk"], "u1"))).toEqual({ code: "200", uuid: "u1" });
  });
  test("createCAdESFromBase64 and its answers", () => {
    const request = asked(
      common("createCAdESFromBase64", ["PKCS12", "SIGNATURE", "YQ==", true], "u2"),
    );
    expect(request).toMatchObject({
      attached: true,
      filter: { extKeyUsageOids: ["1.3.6.1.5.5.7.3.4"] },
    });
    expect(JSON.parse(signedReply(request, [new Uint8Array([1, 2])], ""))).toEqual({
      responseObject: "AQI=",
      code: "200",
      uuid: "u2",
    });
    expect(JSON.parse(cancelledReply(request))).toEqual({
      code: "500",
      message: "action.canceled",
      uuid: "u2",
    });
  });
  test("any key type other than the two named does not narrow the list", () => {
    expect(
      asked(common("createCAdESFromBase64", ["PKCS12", "ALL", "YQ==", false])).filter
        .extKeyUsageOids,
    ).toEqual([]);
  });
});

test("a key is listed when it meets the whole filter", () => {
  const key = { iin: "910925490000", bin: null, oids: ["e", "p"], serial: "0aFF" };
  expect(suits({ extKeyUsageOids: [] }, key)).toBe(true);
  expect(
    suits({ extKeyUsageOids: ["e", "p"], iin: "910925490000", serialNumber: "0AFF" }, key),
  ).toBe(true);
  expect(suits({ extKeyUsageOids: ["e", "x"] }, key)).toBe(false);
  expect(suits({ extKeyUsageOids: [], iin: "890117390005" }, key)).toBe(false);
  expect(suits({ extKeyUsageOids: [], bin: "1" }, key)).toBe(false);
  expect(suits({ extKeyUsageOids: [], serialNumber: "01" }, key)).toBe(false);
});
