import type { Tx } from "#db/client.ts";
import { signatureAuthority, signatureEvidence, signatureTimestamp } from "#db/schema/eds.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import type { Certificate } from "./certificate.ts";
import type { StampAnswer } from "./tsp.ts";
import type { Verification } from "./verify.ts";

export type EvidenceOrder = {
  readonly regionId: number;
  readonly purpose: "sign-in" | "application";
  /** The challenge or the signing request that was answered. */
  readonly subjectId: string;
  /** The message exactly as the browser sent it. */
  readonly received: Uint8Array;
  /** The bytes the portal composed and kept. */
  readonly content: Uint8Array;
  readonly verification: Verification;
  /** What made the signature, as far as it says: NCALayer's version and the like. */
  readonly client: Readonly<Record<string, unknown>>;
  readonly receivedAt: Date;
};

/**
 * Keeps all that is needed to prove later that this person signed these bytes then. Only accepted signatures come
 * here: one whose revocation could not be learned says so and waits for its re-check.
 * @returns the row's id
 * @throws when the verification was refused, which is a bug of the caller
 */
export async function saveEvidence(tx: Tx, order: EvidenceOrder): Promise<string> {
  const { verification } = order;
  const { certificate, revocation, chain, trustFingerprints, verifier } = verification.evidence;
  const { signer } = verification;
  const pending = verification.code === "revocation-unknown";
  if (!(verification.valid || pending) || !certificate || !signer?.iin || !signer.algorithm) {
    throw new Error(`evidence of a refused signature: ${verification.code}`);
  }
  const id = newId();
  await tx.insert(signatureEvidence).values({
    id,
    regionId: order.regionId,
    purpose: order.purpose,
    subjectId: order.subjectId,
    cms: order.received,
    content: order.content,
    contentSha256: sha256Hex(order.content),
    signerIin: signer.iin,
    signerName: signerName(signer),
    certificate: certificate.der,
    certificateSerial: certificate.serialNumber,
    certificateIssuer: certificate.issuer.attributes.map((each) => each.value).join(", "),
    algorithm: signer.algorithm,
    trustAnchors: [...trustFingerprints],
    revocation: revocation?.status === "good" ? "good" : "unknown",
    revocationEvidence: revocation?.ocsp ?? null,
    report: {
      code: verification.code,
      checks: verification.checks,
      signedAt: verification.signedAt?.toISOString() ?? null,
      notBefore: certificate.notBefore.toISOString(),
      notAfter: certificate.notAfter.toISOString(),
      keyUsage: certificate.keyUsage,
      extendedKeyUsage: certificate.extendedKeyUsage,
      policies: certificate.policies,
      chain: chain.map((each) => each.fingerprint),
      crls:
        revocation?.crls.map((list) => ({ ...list, thisUpdate: list.thisUpdate.toISOString() })) ??
        [],
    },
    verifier,
    client: { ...order.client },
    receivedAt: order.receivedAt,
  });
  await keepAuthorities(tx, chain);
  const { stamp } = verification;
  if (stamp?.status === "stamped") await saveTimestamp(tx, id, stamp, order.receivedAt);
  return id;
}

/** Keeps a timestamp beside its evidence; the first one stays. */
export async function saveTimestamp(
  tx: Tx,
  evidenceId: string,
  { token, timestamp }: Extract<StampAnswer, { status: "stamped" }>,
  now: Date,
): Promise<void> {
  await keepAuthorities(tx, timestamp.chain);
  await tx
    .insert(signatureTimestamp)
    .values({
      evidenceId,
      token,
      genTime: timestamp.instant,
      policy: timestamp.policy,
      serial: timestamp.serialNumber,
      authority: timestamp.authority.fingerprint,
      at: now,
    })
    .onConflictDoNothing();
}

async function keepAuthorities(tx: Tx, chain: readonly Certificate[]): Promise<void> {
  // In one order, so that two registrations at once never wait for each other.
  const rows = chain
    .map(({ fingerprint, der }) => ({ fingerprint, certificate: der }))
    .toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  if (rows.length > 0) await tx.insert(signatureAuthority).values(rows).onConflictDoNothing();
}

/** The owner's name as the certificate writes it, with the patronymic where there is one. */
export function signerName(signer: {
  readonly commonName: string | null;
  readonly patronymic: string | null;
}): string {
  return [signer.commonName, signer.patronymic].filter((part) => part !== null).join(" ");
}
