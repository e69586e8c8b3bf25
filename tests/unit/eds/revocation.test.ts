import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as der from "#lib/eds/der.ts";
import { certId, ocspRequest, parseOcspResponse } from "#lib/eds/ocsp.ts";
import { judgeCrls, judgeOcsp } from "#lib/eds/revocation.ts";
import { makeResponder } from "#lib/eds/signing/authority.ts";
import { extension } from "#lib/eds/signing/certificate-maker.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { answerOcsp, crlOf, demoCertId } from "#lib/eds/signing/demo-ca.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import {
  makeCrl,
  makeOcspFailure,
  makeOcspResponse,
  parseOcspRequest,
} from "#lib/eds/signing/revocation-maker.ts";
import type { CrlRequest, OcspAnswerRequest } from "#lib/eds/signing/revocation-maker.ts";
import {
  algorithms,
  at,
  certificate,
  content,
  day,
  demoCa,
  flipBit,
  leaf,
  minute,
  shifted,
  verify,
} from "./fixtures.ts";

describe.for(algorithms)("%s", (algorithm) => {
  const tier = demoCa()[algorithm];
  const issuer = certificate(tier.issuing.certificate);
  const question = (variant: LeafVariant = "person", instant = at) => ({
    certificate: certificate(leaf(algorithm, variant).certificate),
    issuer,
    at: instant,
  });
  const serialNumber = leaf(algorithm).serialNumber;

  describe("lists", () => {
    const list = (change: Partial<CrlRequest> = {}) =>
      makeCrl({
        issuer: tier.issuing,
        revoked: [],
        thisUpdate: shifted(at, -day),
        nextUpdate: shifted(at, day),
        number: 7,
        ...change,
      });
    const revoked = (reason?: number, revokedAt = shifted(at, -2 * day)) => ({
      revoked: [
        { serialNumber: leaf(algorithm, "head").serialNumber, revokedAt },
        { serialNumber, revokedAt, ...(reason === undefined ? {} : { reason }) },
      ],
    });
    const judged = (...lists: Uint8Array[]) => judgeCrls(question(), lists);

    test("not listed is good, listed is revoked, with or without a reason", () => {
      expect(judged(list())).toMatchObject({ status: "good", crls: [{ number: "7" }] });
      expect(judged(list(revoked()))).toMatchObject({
        status: "revoked",
        revokedAt: shifted(at, -2 * day),
      });
      expect(judged(list(revoked(6))).status).toBe("revoked");
      expect(judgeCrls(question("revoked"), [crlOf(demoCa(), algorithm, at)]).status).toBe(
        "revoked",
      );
      expect(judgeCrls(question("person"), [crlOf(demoCa(), algorithm, at)]).status).toBe("good");
    });

    test("revoked after the reference time was good then", () => {
      const later = list(revoked(1, shifted(at, 1000)));
      expect(judged(later)).toMatchObject({ status: "good", detail: "crl-revoked-later" });
      expect(judgeCrls(question("person", shifted(at, 1000)), [later]).status).toBe("revoked");
    });

    test("a stale list, another's list, a forged one and none at all say nothing", () => {
      const stale = list({ nextUpdate: shifted(at, -1000) });
      expect(judged(stale)).toMatchObject({ status: "unknown", detail: "crl-not-fresh" });
      const other = demoCa()[algorithm === "gost" ? "rsa" : "gost"].issuing;
      expect(judged(list({ issuer: other }))).toMatchObject({ detail: "crl-other-issuer" });
      expect(judged(list({ issuer: tier.rogue }))).toMatchObject({ detail: "crl-bad-signature" });
      expect(judged(list({ issuer: leafAsIssuer() })).status).toBe("unknown");
      expect(judged(der.sequence())).toMatchObject({ status: "unknown", detail: "crl-malformed" });
      expect(judged()).toMatchObject({ status: "unknown", detail: "crl-none" });
    });

    function leafAsIssuer() {
      return { certificate: tier.issuing.certificate, key: leaf(algorithm).key };
    }

    test("a list from after the reference time counts while the certificate is still in it", () => {
      const later = list({ thisUpdate: shifted(at, 30 * day), nextUpdate: shifted(at, 60 * day) });
      expect(judged(later).status).toBe("good");
      const afterExpiry = list({
        thisUpdate: shifted(at, 340 * day),
        nextUpdate: shifted(at, 350 * day),
      });
      expect(judged(afterExpiry)).toMatchObject({ status: "unknown", detail: "crl-not-fresh" });
    });

    test("a delta adds and takes back, and only to its own base", () => {
      const delta = (change: Partial<CrlRequest>) =>
        list({ thisUpdate: at, number: 9, baseNumber: 7, ...change });
      expect(judged(list(), delta(revoked()))).toMatchObject({ status: "revoked" });
      expect(judged(list(), delta(revoked())).crls).toHaveLength(2);
      expect(judged(list(revoked(6)), delta(revoked(8))).status).toBe("good");
      expect(judged(list(), delta({ ...revoked(), baseNumber: 8 })).status).toBe("good");
      expect(judged(delta({}))).toMatchObject({ status: "unknown" });
    });

    test("no bit of a list can change", () => {
      const crl = list(revoked());
      fc.assert(
        fc.property(fc.nat(crl.length * 8 - 1), (bit) => {
          expect(judged(flipBit(crl, bit)).status).toBe("unknown");
        }),
        { numRuns: algorithm === "gost" ? 60 : 300 },
      );
    });

    test("a critical extension that we do not know spoils the list", () => {
      const strange = (critical: boolean) =>
        list({ extensions: [extension("1.2.3.4.5", der.utf8("?"), critical)] });
      expect(judged(strange(false)).status).toBe("good");
      expect(judged(strange(true))).toMatchObject({ status: "unknown" });
    });
  });

  describe("OCSP", () => {
    const nonce = new Uint8Array(randomBytes(16));
    const answer = (change: Partial<OcspAnswerRequest> = {}) =>
      makeOcspResponse({
        certId: demoCertId(tier, serialNumber),
        verdict: { kind: "good" },
        responder: tier.responder,
        producedAt: at,
        thisUpdate: at,
        nonce,
        ...change,
      });
    const judged = (response: Uint8Array, sent: Uint8Array | null = nonce) =>
      judgeOcsp(question(), response, sent);

    test("good, revoked, unknown, never issued", () => {
      expect(judged(answer())).toMatchObject({ status: "good", detail: "ocsp" });
      expect(
        judged(answer({ verdict: { kind: "revoked", revokedAt: shifted(at, -day) } })),
      ).toMatchObject({
        status: "revoked",
        revokedAt: shifted(at, -day),
      });
      expect(judged(answer({ verdict: { kind: "unknown" } }))).toMatchObject({
        status: "unknown",
        detail: "ocsp-unknown",
      });
      const epoch = { kind: "revoked", revokedAt: new Date(0) } as const;
      expect(judged(answer({ verdict: epoch, extendedRevoke: true })).status).toBe("not-issued");
    });

    test("the response is kept as evidence", () => {
      const response = answer();
      expect(judged(response).ocsp).toEqual(response);
    });

    const lies: Record<string, [Partial<OcspAnswerRequest>, string]> = {
      "another nonce": [{ nonce: new Uint8Array(16) }, "ocsp-nonce"],
      "no nonce": [{ nonce: null }, "ocsp-nonce"],
      "an answer of eleven minutes ago": [
        { thisUpdate: shifted(at, -11 * minute) },
        "ocsp-not-fresh",
      ],
      "an answer from the future": [{ thisUpdate: shifted(at, 11 * minute) }, "ocsp-not-fresh"],
      "another certificate": [
        { certId: demoCertId(tier, leaf(algorithm, "head").serialNumber) },
        "ocsp-other-certificate",
      ],
      "the same number of another authority of this name": [
        { certId: certId(serialNumber, certificate(tier.rogue.certificate)) },
        "ocsp-other-certificate",
      ],
      "a responder of the rogue authority": [
        { responder: makeResponder(tier.rogue, at) },
        "ocsp-not-authorised",
      ],
      "a responder without the right": [
        { responder: makeResponder(tier.issuing, at, { extendedKeyUsage: ["1.3.6.1.5.5.7.3.2"] }) },
        "ocsp-not-authorised",
      ],
      "a responder that had run out": [
        { responder: makeResponder(tier.issuing, shifted(at, -5 * 365 * day)) },
        "ocsp-not-authorised",
      ],
      "a person's key": [{ responder: leaf(algorithm) }, "ocsp-not-authorised"],
      "no responder's certificate": [{ withoutCertificate: true }, "ocsp-not-authorised"],
    };
    test.for(Object.entries(lies))("%s says nothing", ([, [change, detail]]) => {
      expect(judged(answer(change))).toMatchObject({ status: "unknown", detail, ocsp: null });
    });

    test("the issuer itself may answer", () => {
      expect(judged(answer({ responder: tier.issuing })).status).toBe("good");
      expect(judged(answer({ responder: tier.issuing, withoutCertificate: true })).status).toBe(
        "good",
      );
    });

    test("kept evidence is judged again without the nonce", () => {
      expect(judged(answer(), null).status).toBe("good");
      const later = answer({ thisUpdate: shifted(at, 30 * day) });
      expect(judged(later, null).status).toBe("good");
      const afterExpiry = { thisUpdate: shifted(at, 340 * day) };
      expect(judged(answer(afterExpiry), null).detail).toBe("ocsp-not-fresh");
      expect(judged(answer({ ...afterExpiry, extendedRevoke: true }), null).status).toBe("good");
      const windowed = { thisUpdate: shifted(at, -day), nextUpdate: shifted(at, day) };
      expect(judged(answer(windowed), null).status).toBe("good");
      expect(judged(answer({ ...windowed, nextUpdate: shifted(at, -minute) }), null).status).toBe(
        "unknown",
      );
    });

    test("an error status and rubbish say nothing", () => {
      for (const response of [
        makeOcspFailure(6),
        new Uint8Array(),
        der.sequence(),
        Buffer.from("<html>"),
      ]) {
        expect(judged(response)).toMatchObject({ status: "unknown", detail: "ocsp-malformed" });
      }
    });

    test("no bit that matters can change", () => {
      const response = answer();
      const parsed = parseOcspResponse(response);
      const fromTo = Buffer.from(response).indexOf(parsed?.signedPart ?? new Uint8Array());
      const length = parsed?.signedPart.length ?? 0;
      fc.assert(
        fc.property(fc.integer({ min: fromTo * 8, max: (fromTo + length) * 8 - 1 }), (bit) => {
          expect(judged(flipBit(response, bit)).status).toBe("unknown");
        }),
        { numRuns: algorithm === "gost" ? 40 : 200 },
      );
    });

    test("the request asks about this certificate with SHA-256 and the nonce", () => {
      const request = ocspRequest(question().certificate, issuer, nonce);
      expect(parseOcspRequest(request)).toMatchObject({ serialNumber, nonce });
      expect(() => ocspRequest(question().certificate, issuer, new Uint8Array(8))).toThrow(
        RangeError,
      );
    });

    test("the demo's responder answers as NCA RK's", () => {
      const ask = (variant: LeafVariant) => {
        const asked = question(variant);
        return judgeOcsp(
          asked,
          answerOcsp(demoCa(), ocspRequest(asked.certificate, issuer, nonce), at),
          nonce,
        );
      };
      expect(ask("person").status).toBe("good");
      expect(ask("revoked").status).toBe("revoked");
      expect(ask("rogue").status).toBe("not-issued");
    });
  });

  test("evidence beside the message decides, and the worst news counts", () => {
    const message = makeCms({ content, signer: leaf(algorithm, "revoked"), attached: true });
    const asked = question("revoked");
    const ocsp = answerOcsp(
      demoCa(),
      ocspRequest(asked.certificate, issuer, new Uint8Array(16)),
      at,
    );
    const good = makeCrl({
      issuer: tier.issuing,
      revoked: [],
      thisUpdate: shifted(at, -day),
      nextUpdate: shifted(at, day),
      number: 1,
    });
    expect(verify(message).code).toBe("ok");
    expect(verify(message, { crls: [good] }).code).toBe("ok");
    expect(verify(message, { ocsp, crls: [good] }).code).toBe("revoked");
    expect(verify(message, { crls: [crlOf(demoCa(), algorithm, at)] }).code).toBe("revoked");
    expect(verify(message, { ocsp: new Uint8Array() }).code).toBe("revocation-unknown");
    expect(verify(message, { ocsp: new Uint8Array(), crls: [good] }).code).toBe("ok");
  });
});
