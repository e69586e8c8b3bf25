import type { EdsCode } from "#lib/eds/codes.ts";
import type { NcalayerFailureCode } from "#lib/eds/ncalayer-failures.ts";
import type { MessageKey, Translator } from "#lib/i18n/translate.ts";

/**
 * What can end a signing without a signature that the portal accepts; `offline`: the portal itself was not reached,
 * `updated`: the page is of an earlier release.
 */
export type SigningFailureCode = NcalayerFailureCode | EdsCode | "offline" | "updated";

type Guidance = "absent" | "lna" | "key" | "new-key" | "drop" | "busy" | "other";

/** The parts of the page «Check NCALayer and your key»; each is the fragment of its address. */
export const setupTopics = [
  "absent",
  "asked",
  "lna",
  "cancelled",
  "key-file",
  "wrong-person",
  "organisation",
  "expired",
  "revoked",
  "slow",
  "tokens",
] as const;
export type SetupTopic = (typeof setupTopics)[number];

const topics: Partial<Record<SigningFailureCode, SetupTopic>> = {
  absent: "absent",
  "lna-blocked": "lna",
  cancelled: "cancelled",
  "wrong-key": "key-file",
  drop: "slow",
  busy: "slow",
  timeout: "slow",
  error: "absent",
  "untrusted-ca": "key-file",
  "ca-not-in-date": "key-file",
  "not-issued": "key-file",
  "wrong-key-usage": "key-file",
  "no-iin": "key-file",
  "two-iins": "key-file",
  "unknown-critical-extension": "key-file",
  "algorithm-not-allowed": "expired",
  "not-a-person": "organisation",
  "wrong-person": "wrong-person",
  expired: "expired",
  "not-yet-valid": "expired",
  revoked: "revoked",
};

/** What the help page says more about; nothing where the sentence says all. */
export function edsTopic(code: SigningFailureCode): SetupTopic | undefined {
  return topics[code];
}

// What a person can do is what tells failures apart here: all damaged messages share one sentence.
const unreadable = ["eds.error.unreadable", "other"] as const;
const mismatch = ["eds.error.bad-signature", "drop"] as const;

const said: Record<SigningFailureCode, readonly [MessageKey, Guidance?]> = {
  absent: ["eds.error.absent", "absent"],
  "lna-blocked": ["eds.error.lna", "lna"],
  cancelled: ["eds.error.cancel"],
  "wrong-key": ["eds.error.wrong-key", "key"],
  drop: ["eds.error.drop", "drop"],
  busy: ["eds.error.busy", "busy"],
  timeout: ["eds.error.timeout"],
  error: ["eds.error.other", "other"],
  offline: ["eds.error.offline"],
  updated: ["eds.error.updated"],
  "too-large": unreadable,
  malformed: unreadable,
  "trailing-data": unreadable,
  "not-signed-data": unreadable,
  "no-signer": unreadable,
  "unsupported-signer-id": unreadable,
  "no-certificate": unreadable,
  "extra-certificate": unreadable,
  "unexpected-data": unreadable,
  "no-signed-attributes": unreadable,
  "wrong-attributes": unreadable,
  "wrong-content-type": unreadable,
  "no-content": unreadable,
  "bad-timestamp": unreadable,
  "two-signers": ["eds.error.two-signers"],
  "algorithm-not-allowed": ["eds.error.algorithm-not-allowed", "new-key"],
  "content-mismatch": ["eds.error.content-mismatch"],
  "digest-mismatch": mismatch,
  "certificate-mismatch": mismatch,
  "bad-signature": mismatch,
  "untrusted-ca": ["eds.error.untrusted-ca", "key"],
  "ca-not-in-date": ["eds.error.untrusted-ca", "key"],
  "not-issued": ["eds.error.untrusted-ca", "key"],
  expired: ["eds.error.expired-undated", "new-key"],
  "not-yet-valid": ["eds.error.not-yet-valid-undated", "key"],
  "wrong-key-usage": ["eds.error.wrong-key-usage", "key"],
  "unknown-critical-extension": ["eds.error.wrong-key-usage", "key"],
  "not-a-person": ["eds.error.not-a-person", "key"],
  "no-iin": ["eds.error.no-iin", "key"],
  "two-iins": ["eds.error.no-iin", "key"],
  "wrong-person": ["eds.error.wrong-person", "key"],
  revoked: ["eds.error.revoked", "new-key"],
  "revocation-unknown": ["eds.error.revocation-unknown"],
  "verifier-unavailable": ["eds.error.verifier-unavailable"],
  "second-opinion": ["eds.error.second-opinion"],
};

export const signingFailureCodes = Object.keys(said).filter(
  (code) => code in said,
) as SigningFailureCode[];

/** What is filled in where the sentence has a place for it. */
export type SentenceFacts = {
  /** The day on which the key ran out or begins, ready for reading. */
  readonly date?: string;
  /** NCALayer's own word. */
  readonly reason?: string;
};

/** One sentence for the person: what happened and what now. */
export function edsSentence(
  t: Translator,
  code: SigningFailureCode,
  facts: SentenceFacts = {},
): string {
  if (code === "expired" && facts.date !== undefined)
    return t("eds.error.expired", { date: facts.date });
  if (code === "not-yet-valid" && facts.date !== undefined) {
    return t("eds.error.not-yet-valid", { date: facts.date });
  }
  return t(said[code][0], code === "error" ? { reason: facts.reason ?? "" } : {});
}

/** Numbered steps that mend the failure; none where the sentence says all. */
export function edsSteps(t: Translator, code: SigningFailureCode): string[] {
  const guidance = said[code][1];
  const steps: string[] = [];
  if (guidance === undefined) return steps;
  for (let n = 1; ; n += 1) {
    const key = `eds.steps.${guidance}.${n}`;
    if (!t.has(key)) return steps;
    steps.push(t(key));
  }
}
