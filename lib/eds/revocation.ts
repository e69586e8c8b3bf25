import { reading, sameBytes } from "./asn1.ts";
import type { Certificate } from "./certificate.ts";
import { crlReason, entryOf, isCrlOf, parseCrl } from "./crl.ts";
import type { Crl, CrlEntry } from "./crl.ts";
import { answerFor, isAuthorisedResponse, parseOcspResponse } from "./ocsp.ts";
import { createHash } from "node:crypto";

/**
 * Whether a certificate still stood at an instant, and the bytes that prove it. «unknown» is a result: the portal
 * then refuses a sign-in and registers an application as waiting for the check.
 */
export type RevocationAnswer = {
  readonly status: "good" | "revoked" | "not-issued" | "unknown";
  /** Why it is unknown, or which source answered; a word for logs and reports, not for people. */
  readonly detail: string;
  readonly revokedAt: Date | null;
  /** The OCSP response that decided, as received. */
  readonly ocsp: Uint8Array | null;
  /** The lists that decided, the full one first. */
  readonly crls: readonly CrlEvidence[];
};

export type CrlEvidence = {
  /** SHA-256 of the list, lower-case hex. */
  readonly fingerprint: string;
  /** The list's number, decimal. */
  readonly number: string | null;
  readonly thisUpdate: Date;
};

/** Asks the world. Implementations never throw for a silent or lying responder: that is «unknown». */
export type RevocationSource = {
  check(certificate: Certificate, issuer: Certificate, at: Date): Promise<RevocationAnswer>;
};

export function unknownRevocation(detail: string): RevocationAnswer {
  return { status: "unknown", detail, revokedAt: null, ocsp: null, crls: [] };
}

/** How far an OCSP answer's instant may be from the reference time: clocks differ, answers are made at once. */
const ocspWindow = 10 * 60_000;

type Question = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly at: Date;
};

/**
 * Judges an OCSP response.
 *
 * @param nonce what the request carried; null when an old response is judged again from the evidence
 */
export function judgeOcsp(
  { certificate, issuer, at }: Question,
  bytes: Uint8Array,
  nonce: Uint8Array | null,
): RevocationAnswer {
  const response = parseOcspResponse(bytes);
  if (response === null) return unknownRevocation("ocsp-malformed");
  const answer = answerFor(response, certificate, issuer);
  if (answer === null) return unknownRevocation("ocsp-other-certificate");
  if (nonce !== null && (response.nonce === null || !sameBytes(response.nonce, nonce))) {
    return unknownRevocation("ocsp-nonce");
  }
  const { thisUpdate, nextUpdate, status } = answer;
  const near = Math.abs(at.getTime() - thisUpdate.getTime()) <= ocspWindow;
  const within = nextUpdate !== null && thisUpdate <= at && at <= nextUpdate;
  // An answer from after the reference time says more, not less, as long as the responder still knew the certificate:
  // until it ran out, or for ever if it tells the issued from the never issued.
  const known = thisUpdate <= certificate.notAfter || response.extendedRevoke;
  const later = nonce === null && at < thisUpdate && known;
  if (!(near || later || (within && nonce === null))) return unknownRevocation("ocsp-not-fresh");
  if (!isAuthorisedResponse(response, issuer)) return unknownRevocation("ocsp-not-authorised");

  const base = { ocsp: response.der, crls: [], revokedAt: null };
  if (status.kind === "good") return { ...base, status: "good", detail: "ocsp" };
  if (status.kind === "unknown") return { ...base, status: "unknown", detail: "ocsp-unknown" };
  // NCA RK answers so about a number it never gave out: revoked at the beginning of 1970, on hold (RFC 6960 §4.4.8).
  const neverIssued = status.revokedAt.getTime() === 0;
  if (neverIssued) return { ...base, status: "not-issued", detail: "ocsp" };
  const revoked = status.revokedAt <= at;
  return {
    ...base,
    status: revoked ? "revoked" : "good",
    detail: revoked ? "ocsp" : "ocsp-revoked-later",
    revokedAt: status.revokedAt,
  };
}

// Verifying a list of megabytes with Streebog takes a tenth of a second; the answer never changes.
const verified = new Map<string, boolean>();
const maxVerified = 200;

function isVerified(crl: Crl, fingerprint: string, issuer: Certificate): boolean {
  const key = `${fingerprint} ${issuer.fingerprint}`;
  const known = verified.get(key);
  if (known !== undefined) return known;
  if (verified.size >= maxVerified) verified.clear();
  const result = isCrlOf(crl, issuer);
  verified.set(key, result);
  return result;
}

type UsableCrl = { readonly crl: Crl; readonly evidence: CrlEvidence };

/** Judges by lists: the newest full one of this issuer that covers the instant, with its delta when there is one. */
export function judgeCrls(question: Question, lists: readonly Uint8Array[]): RevocationAnswer {
  const { certificate, issuer, at } = question;
  let detail = "crl-none";
  const usable: UsableCrl[] = [];
  for (const bytes of lists) {
    const crl = parseCrl(bytes);
    const fingerprint = createHash("sha256").update(bytes).digest("hex");
    if (crl === null) detail = "crl-malformed";
    else if (!sameBytes(crl.issuerDer, issuer.subject.der)) detail = "crl-other-issuer";
    else if (!covers(crl, certificate, at)) detail = "crl-not-fresh";
    else if (!isVerified(crl, fingerprint, issuer)) detail = "crl-bad-signature";
    else {
      const number = crl.number?.toString() ?? null;
      usable.push({ crl, evidence: { fingerprint, number, thisUpdate: crl.thisUpdate } });
    }
  }
  const newest = (list: UsableCrl[]) =>
    list.toSorted((a, b) => b.crl.thisUpdate.getTime() - a.crl.thisUpdate.getTime())[0];
  const base = newest(usable.filter(({ crl }) => crl.baseNumber === null));
  if (base === undefined) return unknownRevocation(detail);
  const delta = newest(usable.filter(({ crl }) => goesWith(crl, base.crl)));
  const decided = delta === undefined ? [base] : [base, delta];

  const entry = reading(() => ({ found: lookUp(decided, certificate.serialNumber) }));
  if (entry === null) return unknownRevocation("crl-malformed");
  const crls = decided.map(({ evidence }) => evidence);
  const { found } = entry;
  const revoked = found !== null && found.revokedAt <= at;
  return {
    status: revoked ? "revoked" : "good",
    detail: found !== null && !revoked ? "crl-revoked-later" : "crl",
    revokedAt: found?.revokedAt ?? null,
    ocsp: null,
    crls,
  };
}

/** A list covers an instant between its two dates; a later one covers it too, until the certificate drops out of it. */
function covers(crl: Crl, certificate: Certificate, at: Date): boolean {
  if (at < crl.thisUpdate) return crl.thisUpdate <= certificate.notAfter;
  return at <= crl.nextUpdate;
}

/** RFC 5280 §5.2.4: the delta's base is not newer than the full list, and the delta itself is. */
function goesWith(delta: Crl, full: Crl): boolean {
  return (
    delta.baseNumber !== null &&
    delta.number !== null &&
    full.number !== null &&
    delta.baseNumber <= full.number &&
    delta.number > full.number
  );
}

function lookUp(lists: readonly UsableCrl[], serialNumber: string): CrlEntry | null {
  let found: CrlEntry | null = null;
  for (const { crl } of lists) {
    const entry = entryOf(crl, serialNumber);
    if (entry !== null) found = entry.reason === crlReason.removeFromCrl ? null : entry;
  }
  return found;
}
