import type { Certificate } from "./certificate.ts";
import { parseCms } from "./cms.ts";
import type { SignedMessage } from "./cms.ts";
import type { EdsCode } from "./codes.ts";
import { checkCompanions, checkContent, checkSignature, checkValidity } from "./message-checks.ts";
import { checkHolder, checkUsage, signerOf } from "./profile.ts";
import type { Holder, Purpose, Signer } from "./profile.ts";
import { judgeCrls, judgeOcsp } from "./revocation.ts";
import type { RevocationAnswer, RevocationSource } from "./revocation.ts";
import type { SecondOpinion } from "./ncanode.ts";
import { checkTimestamp } from "./timestamp.ts";
import type { Timestamp } from "./timestamp.ts";
import { tokenIn } from "./tsp.ts";
import type { StampAnswer } from "./tsp.ts";
import { chainOf } from "./trust-store.ts";
import type { TrustStore } from "./trust-store.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";

/** Goes into the evidence with every verdict; raise it when the meaning of a verdict changes. */
const verifierVersion = "kezek-eds/1";

/** 256 KiB hold any application of the portal, its certificate and a timestamp. */
const defaultMaxBytes = 256 * 1024;

export type VerifyInput = {
  /** The message: DER, BER, base64 or PEM. */
  readonly cms: Uint8Array;
  /** What had to be signed: the bytes that we kept. Without them the message must carry its content (CLI only). */
  readonly content?: Uint8Array;
  readonly purpose: Purpose;
  readonly holder: Holder;
  readonly trust: TrustStore;
  /** The reference time of every validity: when the portal received the signature. */
  readonly at: Date;
  readonly expectedIin?: string;
  /** Revocation evidence at hand: a re-check, or the command line. Absent and empty: not checked. */
  readonly ocsp?: Uint8Array;
  readonly crls?: readonly Uint8Array[];
  /** A timestamp that was kept beside the message: the token, or the service's answer with it. */
  readonly timestamp?: Uint8Array;
  readonly maxBytes?: number;
};

export type CheckName =
  | "encoding"
  | "content"
  | "signature"
  | "chain"
  | "validity"
  | "key-usage"
  | "holder"
  | "timestamp"
  | "revocation"
  | "second-opinion";

export type Check = {
  readonly name: CheckName;
  readonly result: "passed" | "failed" | "not-checked";
  /** A code or the values looked at; for logs and operators, never shown to parents. */
  readonly detail: string;
};

/** The verdict and what the evidence row keeps. Plain data: it survives a structured clone. */
export type Verification = {
  readonly valid: boolean;
  readonly code: "ok" | EdsCode;
  /** What the certificate says; believe it only when `valid`. */
  readonly signer: Signer | null;
  /** The signer's own clock, or the timestamp's instant when there is one. */
  readonly signedAt: Date | null;
  readonly checks: readonly Check[];
  readonly evidence: {
    /** The message as DER. */
    readonly cms: Uint8Array | null;
    readonly content: Uint8Array | null;
    readonly certificate: Certificate | null;
    /** The authorities above it, the issuer first. */
    readonly chain: readonly Certificate[];
    readonly trustFingerprints: readonly string[];
    readonly revocation: RevocationAnswer | null;
    readonly verifier: string;
    readonly at: Date;
  };
  /** What the portal's own timestamp service said; absent when it was not asked, null where there is none. */
  readonly stamp?: StampAnswer | null;
};

/**
 * Verifies a signature without touching the network: the message, its content, the signature, the chain to the
 * operator's authorities, dates, the key's purpose and owner, and revocation as far as evidence is given. All checks that
 * can run do run; the code is that of the first one that failed.
 */
export function verifySignedMessage(input: VerifyInput): Verification {
  const { trust, at } = input;
  const checks: Check[] = [];
  let code: EdsCode | null = null;
  const note = (name: CheckName, result: Result<string, EdsCode>): boolean => {
    const detail = result.ok ? result.value : result.code;
    checks.push({ name, result: result.ok ? "passed" : "failed", detail });
    if (!result.ok) code ??= result.code;
    return result.ok;
  };

  const parsed = parseCms(input.cms, input.maxBytes ?? defaultMaxBytes);
  if (!parsed.ok) {
    note("encoding", parsed);
    return report(input, {
      code: parsed.code,
      checks,
      message: null,
      chain: [],
      signedAt: null,
    });
  }
  const message = parsed.value;
  const { certificate } = message;
  note("encoding", checkCompanions(message, trust));
  note("content", checkContent(message, input.content ?? message.content));
  note("signature", checkSignature(message));
  const chain = chainOf(certificate, trust, at);
  note("chain", chain.ok ? ok(chain.value.map((each) => each.fingerprint).join(" ")) : chain);
  note("validity", checkValidity(certificate, at));
  note("key-usage", checkUsage(certificate, input.purpose));
  note("holder", checkHolder(certificate, input.holder, input.expectedIin ?? null));

  let signedAt = message.signingTime;
  const beside = input.timestamp;
  const tokens = [message.timestamp, beside === undefined ? null : (tokenIn(beside) ?? beside)];
  for (const token of tokens.filter((each) => each !== null)) {
    const stamp = soundTimestamp(token, message.signature, input);
    note("timestamp", stamp.ok ? ok(stamp.value.instant.toISOString()) : fail(stamp.code));
    if (stamp.ok) signedAt = stamp.value.instant;
  }

  const above = chain.ok ? chain.value : [];
  const verification = report(input, { code, checks, message, chain: above, signedAt });
  const [issuer] = above;
  const answer = issuer === undefined ? null : fromEvidence(input, certificate, issuer);
  if (answer !== null) return withRevocation(verification, answer);
  checks.push({ name: "revocation", result: "not-checked", detail: "no-evidence" });
  return verification;
}

/**
 * As `verifySignedMessage`, then asks `source` about revocation. The source is asked only about a signature that is good
 * in all else, so that nobody can make the portal query strangers' certificates.
 */
export async function verifyCms(
  input: VerifyInput & { readonly revocation?: RevocationSource },
): Promise<Verification> {
  const { revocation: source, ...rest } = input;
  const verification = verifySignedMessage(rest);
  const { certificate, chain } = verification.evidence;
  const [issuer] = chain;
  if (source === undefined || !verification.valid || certificate === null || issuer === undefined) {
    return verification;
  }
  return withRevocation(verification, await source.check(certificate, issuer, input.at));
}

/** What is said of a message that nobody has looked at: not that it is bad, and not that it is good. */
export function notVerified(input: VerifyInput): Verification {
  const code = "verifier-unavailable";
  return report(input, { code, checks: [], message: null, chain: [], signedAt: null });
}

/** The verdict with another revocation answer: from a source, or from the job that checks again. */
export function withRevocation(verification: Verification, answer: RevocationAnswer): Verification {
  const result = revocationResult(answer);
  const check: Check = {
    name: "revocation",
    result: result.ok ? "passed" : "failed",
    detail: answer.detail,
  };
  const evidence = { ...verification.evidence, revocation: answer };
  const checks = [...verification.checks.filter(({ name }) => name !== "revocation"), check];
  // Revocation is the last check, so its codes mean that all else was good.
  const code = revocationCodes.has(verification.code)
    ? result.ok
      ? "ok"
      : result.code
    : verification.code;
  return { ...verification, valid: code === "ok", code, checks, evidence };
}

/** The verdict with what another verifier said of the same message: it can refuse, and nothing else. */
export function withSecondOpinion(
  verification: Verification,
  { verdict, detail }: SecondOpinion,
): Verification {
  const result = { agrees: "passed", disagrees: "failed", silent: "not-checked" } as const;
  const check: Check = { name: "second-opinion", result: result[verdict], detail };
  const checks = [...verification.checks, check];
  if (verdict !== "disagrees") return { ...verification, checks };
  return { ...verification, valid: false, code: "second-opinion", checks };
}

/** A timestamp by a key that the evidence at hand calls revoked when it stamped is none. */
function soundTimestamp(
  token: Uint8Array,
  signature: Uint8Array,
  input: VerifyInput,
): Result<Timestamp, "bad-timestamp", string> {
  const stamp = checkTimestamp(token, signature, input.trust);
  if (!stamp.ok) return stamp;
  const { authority, chain, instant } = stamp.value;
  const [issuer] = chain;
  const answer =
    issuer === undefined ? null : fromEvidence({ ...input, at: instant }, authority, issuer);
  const { status = "unknown" } = answer ?? {};
  const bad = status === "revoked" || status === "not-issued";
  return bad ? fail("bad-timestamp", "authority-revoked") : stamp;
}

const revocationCodes: ReadonlySet<string> = new Set([
  "ok",
  "revoked",
  "not-issued",
  "revocation-unknown",
]);

function revocationResult(answer: RevocationAnswer): Result<string, EdsCode> {
  if (answer.status === "good") return ok(answer.detail);
  return fail(answer.status === "unknown" ? "revocation-unknown" : answer.status);
}

function fromEvidence(
  { ocsp, crls, at }: VerifyInput,
  certificate: Certificate,
  issuer: Certificate,
): RevocationAnswer | null {
  const question = { certificate, issuer, at };
  const answers = [
    ...(ocsp === undefined ? [] : [judgeOcsp(question, ocsp, null)]),
    ...(crls === undefined || crls.length === 0 ? [] : [judgeCrls(question, crls)]),
  ];
  // The worst news counts: a certificate that one source calls revoked is revoked.
  const bad = answers.find(({ status }) => status === "revoked" || status === "not-issued");
  return bad ?? answers.find(({ status }) => status === "good") ?? answers[0] ?? null;
}

function report(
  input: VerifyInput,
  found: {
    code: EdsCode | null;
    checks: readonly Check[];
    message: SignedMessage | null;
    chain: readonly Certificate[];
    signedAt: Date | null;
  },
): Verification {
  const { code, checks, message, chain, signedAt } = found;
  return {
    valid: code === null,
    code: code ?? "ok",
    signer:
      message === null ? null : { ...signerOf(message.certificate), algorithm: message.algorithm },
    signedAt,
    checks,
    evidence: {
      cms: message?.der ?? null,
      content: message === null ? null : (input.content ?? message.content),
      certificate: message?.certificate ?? null,
      chain,
      trustFingerprints: input.trust.fingerprints,
      revocation: null,
      verifier: verifierVersion,
      at: input.at,
    },
  };
}
