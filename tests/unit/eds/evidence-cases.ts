import type { EdsCode } from "#lib/eds/codes.ts";
import * as der from "#lib/eds/der.ts";
import { makeResponder, makeTimestampAuthority } from "#lib/eds/signing/authority.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { demoCertId } from "#lib/eds/signing/demo-ca.ts";
import type { KeyKind } from "#lib/eds/signing/keys.ts";
import { makeCrl, makeOcspFailure, makeOcspResponse } from "#lib/eds/signing/revocation-maker.ts";
import type { CrlRequest, OcspAnswerRequest } from "#lib/eds/signing/revocation-maker.ts";
import { makeTimestamp } from "#lib/eds/signing/timestamp-maker.ts";
import type { TimestampOrder } from "#lib/eds/signing/timestamp-maker.ts";
import { parseCms } from "#lib/eds/cms.ts";
import { timestampResponse } from "#lib/eds/tsp.ts";
import { at, content, day, demoCa, flipBit, leaf, minute, shifted } from "./fixtures.ts";
import type { Case } from "./message-cases.ts";

/** One good message with lists, OCSP answers and timestamps of every kind beside it. */
export function evidenceCases(algorithm: KeyKind): Case[] {
  const message = { content, signer: leaf(algorithm), attached: true, signingTime: at } as const;
  const cms = makeCms(message);
  const beside = (
    name: string,
    code: EdsCode | "ok",
    detail: string,
    more: Case["beside"],
  ): Case => ({
    name,
    code,
    detail,
    cms,
    beside: more ?? {},
  });
  return [
    ...listCases(algorithm).map(([name, code, detail, ...crls]) =>
      beside(name, code, detail, { crls }),
    ),
    ...ocspCases(algorithm).map(([name, code, detail, ocsp]) =>
      beside(name, code, detail, { ocsp }),
    ),
    ...timestampCases(algorithm).flatMap(([name, code, order]) => {
      const token = (signature: Uint8Array) =>
        makeTimestamp({ authority: demoCa()[algorithm].timestamping, at, signature, ...order });
      const inside = makeCms({ ...message, timestamp: token });
      const parsed = parseCms(cms, cms.length);
      const signature = parsed.ok ? parsed.value.signature : new Uint8Array();
      const answer = timestampResponse(token(signature));
      return [
        { name: `${name}, inside`, code, cms: inside },
        beside(`${name}, beside`, code, "timestamp", { timestamp: answer }),
        beside(`${name}, the bare token`, code, "timestamp", { timestamp: token(signature) }),
      ];
    }),
    beside("a timestamp that is none", "bad-timestamp", "timestamp", { timestamp: cms }),
  ];
}

type ListCase = readonly [string, EdsCode | "ok", string, ...Uint8Array[]];

function listCases(algorithm: KeyKind): ListCase[] {
  const { issuing, rogue } = demoCa()[algorithm];
  const other = demoCa()[algorithm === "gost" ? "rsa" : "gost"].issuing;
  const list = (change: Partial<CrlRequest> = {}) =>
    makeCrl({
      issuer: issuing,
      revoked: [],
      thisUpdate: shifted(at, -day),
      nextUpdate: shifted(at, day),
      number: 7,
      ...change,
    });
  const delta = (change: Partial<CrlRequest> = {}) => list({ number: 9, baseNumber: 7, ...change });
  const revoked = [{ serialNumber: leaf(algorithm).serialNumber, revokedAt: shifted(at, -day) }];
  const held = revoked.map((each) => ({ ...each, reason: 6 }));
  const released = revoked.map((each) => ({ ...each, reason: 8 }));
  const unknown = "revocation-unknown";
  return [
    ["a list without it", "ok", "crl", list()],
    ["a list with it", "revoked", "crl", list({ revoked })],
    [
      "a list with it from later",
      "ok",
      "crl-revoked-later",
      list({ revoked: revoked.map((each) => ({ ...each, revokedAt: shifted(at, minute) })) }),
    ],
    ["a delta with it", "revoked", "crl", list(), delta({ revoked })],
    [
      "a delta that releases it",
      "ok",
      "crl",
      list({ revoked: held }),
      delta({ revoked: released }),
    ],
    ["a delta alone", unknown, "crl-none", delta()],
    ["a delta to a newer list", "ok", "crl", list(), delta({ revoked, baseNumber: 8 })],
    ["a stale list", unknown, "crl-not-fresh", list({ nextUpdate: shifted(at, -minute) })],
    ["a list by a rogue authority", unknown, "crl-bad-signature", list({ issuer: rogue })],
    ["another authority's list", unknown, "crl-other-issuer", list({ issuer: other })],
    [
      "a list with a changed bit",
      unknown,
      "crl-bad-signature",
      flipBit(list(), list().length * 8 - 3),
    ],
    ["rubbish in place of a list", unknown, "crl-malformed", der.sequence()],
  ];
}

type OcspCase = readonly [string, EdsCode | "ok", string, Uint8Array];

function ocspCases(algorithm: KeyKind): OcspCase[] {
  const tier = demoCa()[algorithm];
  const { serialNumber } = leaf(algorithm);
  const answer = (change: Partial<OcspAnswerRequest> = {}) =>
    makeOcspResponse({
      certId: demoCertId(tier, serialNumber),
      verdict: { kind: "good" },
      responder: tier.responder,
      producedAt: at,
      thisUpdate: at,
      nonce: null,
      ...change,
    });
  const by = (extendedKeyUsage: readonly string[]) =>
    makeResponder(tier.issuing, at, { extendedKeyUsage });
  const never = { kind: "revoked", revokedAt: new Date(0) } as const;
  const unknown = "revocation-unknown";
  const notAuthorised = "ocsp-not-authorised";
  return [
    ["OCSP good", "ok", "ocsp", answer()],
    [
      "OCSP revoked",
      "revoked",
      "ocsp",
      answer({ verdict: { kind: "revoked", revokedAt: shifted(at, -day) } }),
    ],
    ["OCSP unknown", unknown, "ocsp-unknown", answer({ verdict: { kind: "unknown" } })],
    ["OCSP never issued", "not-issued", "ocsp", answer({ verdict: never, extendedRevoke: true })],
    ["OCSP stale", unknown, "ocsp-not-fresh", answer({ thisUpdate: shifted(at, -11 * minute) })],
    [
      "OCSP of another certificate",
      unknown,
      "ocsp-other-certificate",
      answer({ certId: demoCertId(tier, "01") }),
    ],
    [
      "OCSP by a rogue responder",
      unknown,
      notAuthorised,
      answer({ responder: makeResponder(tier.rogue, at) }),
    ],
    ["OCSP by a person's key", unknown, notAuthorised, answer({ responder: leaf(algorithm) })],
    [
      "OCSP by a responder for something else",
      unknown,
      notAuthorised,
      answer({ responder: by(["1.3.6.1.5.5.7.3.8"]) }),
    ],
    ["OCSP by a responder for nothing", unknown, notAuthorised, answer({ responder: by([]) })],
    [
      "OCSP by a responder that has run out",
      unknown,
      notAuthorised,
      answer({ responder: makeResponder(tier.issuing, shifted(at, -4 * 366 * day)) }),
    ],
    ["OCSP that gives no answer", unknown, "ocsp-malformed", makeOcspFailure(6)],
    ["OCSP with a changed bit", unknown, "ocsp", flipBit(answer(), 1200)],
  ];
}

type TimestampCase = readonly [string, EdsCode | "ok", Partial<TimestampOrder>];

function timestampCases(algorithm: KeyKind): TimestampCase[] {
  const { issuing, rogue } = demoCa()[algorithm];
  const by = (change: Parameters<typeof makeTimestampAuthority>[2]) => ({
    authority: makeTimestampAuthority(issuing, at, change),
  });
  const bad = "bad-timestamp";
  return [
    ["a timestamp", "ok", {}],
    ["a timestamp over another signature", bad, { imprint: new Uint8Array(64) }],
    ["a timestamp with SHA-1", bad, { oldHash: true }],
    ["a timestamp under another policy", bad, { policy: "1.2.398.3.3.2.6.1" }],
    ["a timestamp by a key for nothing", bad, by({ extendedKeyUsage: [] })],
    ["a timestamp by a key for OCSP", bad, by({ extendedKeyUsage: ["1.3.6.1.5.5.7.3.9"] })],
    ["a timestamp by a certificate that does not insist", bad, by({ insists: false })],
    ["a timestamp by a rogue authority", bad, { authority: makeTimestampAuthority(rogue, at) }],
    ["a timestamp by a person's key", bad, { authority: leaf(algorithm) }],
    ["a timestamp of when its key had run out", bad, { at: shifted(at, 4 * 366 * day) }],
  ];
}
