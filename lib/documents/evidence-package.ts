import { and, desc, eq, inArray } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import {
  signatureAuthority,
  signatureEvidence,
  signatureRecheck,
  signatureTimestamp,
} from "#db/schema/eds.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { parseCms, parseTimestampToken } from "#lib/eds/cms.ts";
import { binaryOf, pemOf } from "#lib/eds/encoding.ts";
import { chainOf, trustStore } from "#lib/eds/trust-store.ts";
import { timestampResponse } from "#lib/eds/tsp.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { evidenceReadme, type ReadmeFacts } from "./evidence-readme.ts";
import { isUuid } from "./upload-tickets.ts";
import { type ZipEntry, zipOf } from "./zip.ts";

export type EvidencePackage = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: "application/zip";
  readonly fileName: string;
};

type Evidence = typeof signatureEvidence.$inferSelect;

/**
 * The archive with which anybody can check the signature of one's own application without the portal: the signed bytes,
 * the message, certificates, OCSP answer, timestamp, the portal's report, and how to do it. That it was taken is
 * recorded.
 * @param which the application's number or its id
 */
export async function openEvidence(
  actor: Actor,
  place: { readonly regionId: number; readonly which: string; readonly traceId: string | null },
  now: Date,
): Promise<Result<EvidencePackage, Refusal>> {
  const { regionId, which } = place;
  const same = isUuid(which) ? eq(application.id, which) : eq(application.number, which);
  const [row] = await db()
    .select({ application, evidence: signatureEvidence })
    .from(application)
    .innerJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
    .where(and(eq(application.regionId, regionId), same));
  const owner = row?.application.applicantId;
  const allowed = authorize(actor, "application.read", {
    regionId,
    ownerIds: owner ? [owner] : [],
  });
  if (!allowed.ok) return allowed;
  if (!row) return fail("not-yours");
  const { number, childId } = row.application;
  const bytes = await packageOf(row.evidence, number);
  await transaction((tx) =>
    recordAudit(tx, {
      actor,
      action: "application.read",
      role: "parent",
      regionId,
      subject: { kind: "signature-evidence", id: row.evidence.id },
      concernsId: childId,
      requestId: place.traceId,
      detail: { outcome: "evidence", number },
      at: now,
    }),
  );
  const fileName = translator(actor.locale)("evidence.fileName", { number });
  return ok({ bytes, mime: "application/zip", fileName });
}

async function packageOf(evidence: Evidence, number: string): Promise<Uint8Array<ArrayBuffer>> {
  const [[stamp], rechecks] = await Promise.all([
    db().select().from(signatureTimestamp).where(eq(signatureTimestamp.evidenceId, evidence.id)),
    db()
      .select()
      .from(signatureRecheck)
      .where(eq(signatureRecheck.evidenceId, evidence.id))
      .orderBy(desc(signatureRecheck.checkedAt)),
  ]);
  const known = rechecks.find((each) => each.result !== "unknown");
  const later = known?.evidence ?? null;
  const authorities = await authoritiesOf(evidence, stamp?.token ?? null);
  const cms = binaryOf(evidence.cms) ?? evidence.cms;
  const parsed = parseCms(evidence.cms, evidence.cms.length);
  if (!parsed.ok) throw new Error(`evidence that cannot be read: ${parsed.code}`);
  const crls = evidence.report["crls"];
  const facts: ReadmeFacts = {
    number,
    signer: evidence.signerName,
    receivedAt: evidence.receivedAt,
    algorithm: evidence.algorithm,
    hasOcsp: evidence.revocationEvidence !== null,
    hasCrls: Array.isArray(crls) && crls.length > 0,
    hasRecheck: later !== null,
    settled: evidence.revocation === "good" || known !== undefined,
    hasTimestamp: stamp !== undefined,
  };
  const report = {
    application: number,
    contentSha256: evidence.contentSha256,
    signer: { iin: evidence.signerIin, name: evidence.signerName },
    certificate: { serial: evidence.certificateSerial, issuer: evidence.certificateIssuer },
    algorithm: evidence.algorithm,
    receivedAt: evidence.receivedAt,
    verifier: evidence.verifier,
    trustAnchors: evidence.trustAnchors,
    revocation: evidence.revocation,
    ...evidence.report,
    rechecks: rechecks.map(({ result, checkedAt }) => ({ result, checkedAt })),
    timestamp:
      stamp === undefined
        ? null
        : { instant: stamp.genTime, policy: stamp.policy, serial: stamp.serial, at: stamp.at },
  };
  const text = (words: string) => new TextEncoder().encode(words);
  const optional = (name: string, bytes: Uint8Array | null): ZipEntry[] =>
    bytes === null ? [] : [{ name, bytes }];
  const pem = authorities.map((each) => pemOf(each.certificate, "CERTIFICATE")).join("");
  return zipOf(
    [
      ...locales.map((locale) => ({
        name: `README.${locale}.txt`,
        bytes: text(evidenceReadme(locale, facts)),
      })),
      { name: "data.json", bytes: evidence.content },
      { name: "signature.cms", bytes: cms },
      { name: "signature.pem", bytes: text(pemOf(cms, "CMS")) },
      { name: "signer.cer", bytes: evidence.certificate },
      ...authorities.map(({ fingerprint, certificate }) => ({
        name: `authorities/${fingerprint}.cer`,
        bytes: certificate,
      })),
      { name: "authorities.pem", bytes: text(pem) },
      ...optional("ocsp.der", evidence.revocationEvidence),
      ...optional("ocsp-later.der", later),
      ...optional("timestamp.tsr", stamp === undefined ? null : timestampResponse(stamp.token)),
      ...optional("signature-value.bin", stamp === undefined ? null : parsed.value.signature),
      { name: "report.json", bytes: text(`${JSON.stringify(report, null, 2)}\n`) },
    ],
    evidence.receivedAt,
  );
}

/** The authorities above the signer and above the timestamp's key, out of those kept at the time. */
async function authoritiesOf(evidence: Evidence, token: Uint8Array | null) {
  const chain = evidence.report["chain"];
  const fingerprints = Array.isArray(chain) ? chain.filter((each) => typeof each === "string") : [];
  const kept = await db()
    .select()
    .from(signatureAuthority)
    .where(inArray(signatureAuthority.fingerprint, [...fingerprints, ...evidence.trustAnchors]));
  const store = trustStore(kept.map((each) => each.certificate));
  const stamping = token === null ? null : parseTimestampToken(token)?.certificate;
  const above =
    stamping && store.ok ? chainOf(stamping, store.value, evidence.receivedAt) : fail("none");
  const wanted = new Set([
    ...fingerprints,
    ...(above.ok ? above.value.map((each) => each.fingerprint) : []),
  ]);
  return kept.filter((each) => wanted.has(each.fingerprint));
}
