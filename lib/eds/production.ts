import { env } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { processWide } from "#lib/platform/process-wide.ts";
import { parseCms } from "./cms.ts";
import { askNcanode } from "./ncanode.ts";
import { type RevocationAnswer, type RevocationSource, unknownRevocation } from "./revocation.ts";
import { loadTrustFolder } from "./trust-folder.ts";
import type { TrustStore } from "./trust-store.ts";
import type { StampAnswer } from "./tsp.ts";
import { type VerifierPool, verifierPool } from "./verifier-pool.ts";
import type { ListState, RevocationAddresses } from "./verifier-work.ts";
import { notVerified, type Verification, verifyCms, withSecondOpinion } from "./verify.ts";

/** What the portal asks of a signature: a person's own key, over bytes that we composed and kept. */
export type EdsQuestion = {
  /** The message as it came: PEM, base64 or DER. */
  readonly cms: Uint8Array;
  readonly content: Uint8Array;
  readonly purpose: "auth" | "sign";
  /** When the portal received it. */
  readonly at: Date;
  readonly expectedIin?: string;
  readonly maxBytes?: number;
  /** Asks for a timestamp over an acceptable signature too, where a service is configured. */
  readonly stamp?: boolean;
};

/** Verifies by the authorities and revocation sources of this installation. */
export type EdsVerifier = (question: EdsQuestion) => Promise<Verification>;

/** A verifier of a person's signatures by these authorities and this source. */
export function personVerifier(trust: TrustStore, revocation: RevocationSource): EdsVerifier {
  return (question) => verifyCms({ ...question, holder: "person", trust, revocation });
}

// An authority that the operator adds or removes counts within a minute, without a restart.
const reloadAfter = 60_000;

type Memory = {
  trust?: { readonly folder: string; readonly readAt: number; readonly store: TrustStore };
  /** Its threads keep the lists that they have fetched, so there is one for the process. */
  pool?: VerifierPool;
};

/**
 * The verifier of `EDS_TRUST_DIR`, `EDS_OCSP_URL` and `EDS_CRL_URLS`. It works in threads of its own. When those fail
 * the answer is `verifier-unavailable`: nothing was learned about the signature, and the portal says so.
 * @throws Error when the trust folder is missing or not as it was pinned: nobody is let in then
 */
export async function edsVerifier(): Promise<EdsVerifier> {
  const memory = memoryOf();
  const trust = await trustFromEnv(memory);
  const sources = revocationAddresses();
  return async ({ stamp = false, ...question }) => {
    const input = { ...question, holder: "person", trust } as const;
    const verified = await poolOf(memory).run("verify", { input, sources });
    if (!verified.ok) {
      log.error("A signature could not be verified", { reason: verified.detail });
      return notVerified(input);
    }
    const verification = await withOpinion(verified.value);
    const stamping = stamp && acceptable(verification.code);
    return stamping
      ? { ...verification, stamp: await stampSignature(question.cms, question.at) }
      : verification;
  };
}

/** Asks NCANode where `NCANODE_URL` is set; only about what our own verifier would accept. */
async function withOpinion(verification: Verification): Promise<Verification> {
  const { NCANODE_URL: url } = env();
  const { cms, content, certificate } = verification.evidence;
  if (url === undefined || !acceptable(verification.code)) return verification;
  if (cms === null || certificate === null) return verification;
  const parsed = parseCms(cms, cms.length);
  const inside = parsed.ok && parsed.value.content !== null;
  const { serialNumber } = certificate;
  const iin = verification.signer?.iin ?? null;
  const detached = inside ? null : content;
  const opinion = await askNcanode({ url, cms, detached, serialNumber, iin });
  if (opinion.verdict === "disagrees") {
    const { code, evidence } = verification;
    const fingerprint = evidence.certificate?.fingerprint;
    log.error("NCANode refuses what we accept", { reason: opinion.detail, code, fingerprint });
  }
  if (opinion.verdict === "silent") log.warn("NCANode is silent", { reason: opinion.detail });
  return withSecondOpinion(verification, opinion);
}

/** What an application may be registered with: a sound signature, though its revocation is not known yet. */
function acceptable(code: Verification["code"]): boolean {
  return code === "ok" || code === "revocation-unknown";
}

/** Whether this installation asks for timestamps at all. */
export function timestampsConfigured(): boolean {
  return env().EDS_TSP_URL !== undefined;
}

/**
 * A timestamp over the signature of a message, by the service of `EDS_TSP_URL`; null where none is configured. A service
 * that is silent or answers wrongly is logged and is no obstacle.
 * @param at the instant of asking
 * @param timeout milliseconds; short while a parent waits, for a job can ask again
 */
export async function stampSignature(
  cms: Uint8Array,
  at: Date,
  timeout = 2_500,
): Promise<StampAnswer | null> {
  const { EDS_TSP_URL: url } = env();
  if (url === undefined) return null;
  const memory = memoryOf();
  const trust = await trustFromEnv(memory);
  const done = await poolOf(memory).run("stamp", {
    question: { url, cms, trust, at, timeout },
    sources: revocationAddresses(),
  });
  const answer = done.ok ? done.value : ({ status: "silent", detail: done.detail } as const);
  if (answer.status === "silent") log.warn("No timestamp was given", { reason: answer.detail });
  return answer;
}

async function trustFromEnv(memory: Memory): Promise<TrustStore> {
  const { EDS_TRUST_DIR: folder, EDS_ALLOW_TEST_CA: allowTestAuthorities } = env();
  if (folder === undefined) {
    throw new Error("EDS_TRUST_DIR is missing: no signature can be verified");
  }
  const known = memory.trust;
  if (known?.folder === folder && performance.now() - known.readAt < reloadAfter) {
    return known.store;
  }
  const loaded = await loadTrustFolder(folder, { allowTestAuthorities });
  if (!loaded.ok) throw new Error(`EDS_TRUST_DIR: ${loaded.code} ${loaded.detail}`);
  memory.trust = { folder, readAt: performance.now(), store: loaded.value };
  return loaded.value;
}

/**
 * Asks again whether a certificate out of the evidence stands, by the sources of this installation; «unknown» when no
 * source answers or its issuer is trusted no more.
 */
export async function lookAgain(certificate: Uint8Array, at: Date): Promise<RevocationAnswer> {
  const memory = memoryOf();
  const trust = await trustFromEnv(memory);
  const order = { certificate, trust, at, sources: revocationAddresses() };
  const looked = await poolOf(memory).run("look", order);
  if (looked.ok) return looked.value;
  log.error("A certificate could not be looked up", { reason: looked.detail });
  return unknownRevocation(looked.code);
}

/**
 * The authorities that are trusted now and the state of the revocation lists; null where no folder is configured.
 * @throws Error as `edsVerifier` does, and when the threads fail
 */
export async function trustedNow(): Promise<{
  readonly trust: TrustStore;
  readonly lists: readonly ListState[];
} | null> {
  if (env().EDS_TRUST_DIR === undefined) return null;
  const memory = memoryOf();
  const trust = await trustFromEnv(memory);
  const sources = revocationAddresses();
  if (sources.crlUrls.length === 0) return { trust, lists: [] };
  const looked = await poolOf(memory).run("lists", { trust, sources });
  if (!looked.ok) throw new Error(looked.detail);
  return { trust, lists: looked.value };
}

/** Ends the verifier's threads; the next question begins new ones. */
export async function closeVerifier(): Promise<void> {
  await memoryOf().pool?.close();
}

function memoryOf(): Memory {
  return processWide<Memory>("eds-verifier", () => ({}));
}

function poolOf(memory: Memory): VerifierPool {
  memory.pool ??= verifierPool();
  return memory.pool;
}

function revocationAddresses(): RevocationAddresses {
  const { EDS_OCSP_URL, EDS_CRL_URLS } = env();
  return { ocspUrl: EDS_OCSP_URL ?? null, crlUrls: EDS_CRL_URLS };
}
