import { certId } from "../ocsp.ts";
import { timestampResponse } from "../tsp.ts";
import { parseCertificate } from "../certificate.ts";
import { demoOrganization } from "../trust-store.ts";
import { makeAuthority, makeResponder, makeRogue, makeTimestampAuthority } from "./authority.ts";
import type { DemoTier } from "./authority.ts";
import { makeKey } from "./keys.ts";
import type { KeyKind } from "./keys.ts";
import { leafVariants, makeLeaf } from "./leaf.ts";
import type { DemoLeaf, LeafVariant, Person } from "./leaf.ts";
import {
  makeCrl,
  makeOcspFailure,
  makeOcspResponse,
  nameHash,
  parseOcspRequest,
} from "./revocation-maker.ts";
import type { OcspVerdict, RevokedSerial } from "./revocation-maker.ts";
import { makeTimestamp, makeTimestampFailure, parseTimestampRequest } from "./timestamp-maker.ts";

/*
 * The certification authority of demo and tests: two tiers in GOST and in RSA, a rogue one of the same names, OCSP
 * responders, and for every person a key of each kind. Its names say «KEZEK DEMO», which production refuses.
 */

export type DemoCa = {
  readonly madeAt: Date;
  readonly gost: DemoTier;
  readonly rsa: DemoTier;
  readonly leaves: readonly DemoLeaf[];
};

/**
 * Makes the whole authority: a few milliseconds a GOST key, some tenths of a second an RSA key, of which every person
 * gets one.
 *
 * @param at certificates are valid from a month before to eleven months after; authorities two years and eight
 */
export function makeDemoCa({ people, at }: { people: readonly Person[]; at: Date }): DemoCa {
  const gost = makeTier("gost", at);
  const rsa = makeTier("rsa", at);
  const leaves = people.flatMap((person) =>
    [gost, rsa].flatMap((tier) => {
      const key = makeKey(tier.issuing.key.kind);
      return leafVariants.map((variant) => makeLeaf({ tier, person, variant, key, at }));
    }),
  );
  return { madeAt: at, gost, rsa, leaves };
}

function makeTier(kind: KeyKind, at: Date): DemoTier {
  const root = makeAuthority({ kind, tier: "root", issuer: null, at });
  const issuing = makeAuthority({ kind, tier: "issuing", issuer: root, at });
  return {
    root,
    issuing,
    responder: makeResponder(issuing, at),
    timestamping: makeTimestampAuthority(issuing, at),
    rogue: makeRogue(issuing, at),
  };
}

/** A person's key; undefined for somebody who was not among the people. */
export function leafOf(
  ca: DemoCa,
  iin: string,
  algorithm: KeyKind = "gost",
  variant: LeafVariant = "person",
): DemoLeaf | undefined {
  return ca.leaves.find(
    (leaf) => leaf.iin === iin && leaf.algorithm === algorithm && leaf.variant === variant,
  );
}

/** The authorities to trust, by file name (without the rogue ones). */
export function trustedAuthorities(ca: DemoCa): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ["kezek-demo-root-gost", ca.gost.root.certificate],
    ["kezek-demo-nca-gost", ca.gost.issuing.certificate],
    ["kezek-demo-root-rsa", ca.rsa.root.certificate],
    ["kezek-demo-nca-rsa", ca.rsa.issuing.certificate],
  ]);
}

/** What the authority has revoked: everyone's «revoked» key, a day before it was made. */
function revokedOf(ca: DemoCa, algorithm: KeyKind): RevokedSerial[] {
  const revokedAt = new Date(ca.madeAt.getTime() - 24 * 3_600_000);
  return ca.leaves
    .filter((leaf) => leaf.algorithm === algorithm && leaf.variant === "revoked")
    .map(({ serialNumber }) => ({ serialNumber, revokedAt, reason: 6 }));
}

/** The full list of one tier, valid for a day. */
export function crlOf(ca: DemoCa, algorithm: KeyKind, at: Date): Uint8Array {
  return makeCrl({
    issuer: ca[algorithm].issuing,
    revoked: revokedOf(ca, algorithm),
    thisUpdate: new Date(at.getTime() - 60_000),
    nextUpdate: new Date(at.getTime() + 24 * 3_600_000),
    number: Math.floor(at.getTime() / 1000),
  });
}

/**
 * Answers an OCSP request (DER) as NCA RK's responder does: good, revoked, and «revoked in 1970» for a number that was
 * never issued.
 */
export function answerOcsp(ca: DemoCa, request: Uint8Array, at: Date): Uint8Array {
  const question = parseOcspRequest(request);
  const tier = [ca.gost, ca.rsa].find(
    ({ issuing }) => question?.issuerNameHash === nameHash(issuing.certificate),
  );
  if (question === null) return makeOcspFailure(1);
  if (tier === undefined) return makeOcspFailure(6);
  return makeOcspResponse({
    certId: question.certId,
    verdict: verdictOn(ca, question.serialNumber),
    responder: tier.responder,
    producedAt: at,
    thisUpdate: at,
    nonce: question.nonce,
    extendedRevoke: true,
  });
}

/** Answers a timestamp request (DER) as NCA RK's service does, with the key that goes with the digest asked for. */
export function answerTsp(ca: DemoCa, request: Uint8Array, at: Date): Uint8Array {
  const question = parseTimestampRequest(request);
  if (question === null) return makeTimestampFailure();
  const authority = (question.kind === "gost" ? ca.gost : ca.rsa).timestamping;
  return timestampResponse(makeTimestamp({ ...question, authority, at }));
}

function verdictOn(ca: DemoCa, serialNumber: string): OcspVerdict {
  const stamping = [ca.gost, ca.rsa].map((tier) => parseCertificate(tier.timestamping.certificate));
  if (stamping.some((each) => each?.serialNumber === serialNumber)) return { kind: "good" };
  const leaf = ca.leaves.find((each) => each.serialNumber === serialNumber);
  if (leaf === undefined || leaf.variant === "rogue")
    return { kind: "revoked", revokedAt: new Date(0) };
  const revoked = revokedOf(ca, leaf.algorithm).find((each) => each.serialNumber === serialNumber);
  return revoked === undefined
    ? { kind: "good" }
    : { kind: "revoked", revokedAt: revoked.revokedAt };
}

/** The CertID with which the responder of `tier` speaks of a certificate; for making answers in tests. */
export function demoCertId(tier: DemoTier, serialNumber: string): Uint8Array {
  const issuer = parseCertificate(tier.issuing.certificate);
  if (issuer === null) throw new Error(`${demoOrganization}: its own certificate cannot be read`);
  return certId(serialNumber, issuer);
}
