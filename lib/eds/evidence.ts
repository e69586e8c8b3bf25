import type { Tx } from "#db/client.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
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
  return id;
}

/** The owner's name as the certificate writes it, with the patronymic where there is one. */
export function signerName(signer: {
  readonly commonName: string | null;
  readonly patronymic: string | null;
}): string {
  return [signer.commonName, signer.patronymic].filter((part) => part !== null).join(" ");
}
