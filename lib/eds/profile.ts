import type { Certificate } from "./certificate.ts";
import type { EdsCode } from "./codes.ts";
import { valuesOf } from "./names.ts";
import { keyUserByOid, nameOid, usageOid } from "./oids.ts";
import type { KeyUser } from "./oids.ts";
import { algorithmOfKey } from "./signature-algorithm.ts";
import type { SignatureAlgorithm } from "./signature-algorithm.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";

/** Who a certificate speaks of, in NCA RK's profile. Names are as written there, in Unicode NFC. */
export type Signer = {
  /** Twelve digits. Its check digit is not judged: a certificate is believed, a typed number is checked. */
  readonly iin: string | null;
  /** The organisation's number, twelve digits. */
  readonly bin: string | null;
  readonly commonName: string | null;
  readonly surname: string | null;
  /** The common name without the surname; NCA RK has no attribute for it. */
  readonly firstName: string | null;
  /** NCA RK writes the patronymic into givenName; many people have none. */
  readonly patronymic: string | null;
  readonly organisation: string | null;
  readonly keyUser: readonly KeyUser[];
  readonly algorithm: SignatureAlgorithm | null;
};

export function signerOf(certificate: Certificate): Signer {
  const { subject } = certificate;
  const [commonName = null] = valuesOf(subject, nameOid.commonName);
  const [surname = null] = valuesOf(subject, nameOid.surname);
  const [patronymic = null] = valuesOf(subject, nameOid.givenName);
  const [organisation = null] = valuesOf(subject, nameOid.organization);
  const [iin = null] = iinsOf(certificate);
  const [bin = null] = [
    ...valuesOf(subject, nameOid.organizationalUnit),
    ...valuesOf(subject, nameOid.serialNumber),
  ].flatMap((value) => /^BIN(\d{12})$/.exec(value)?.[1] ?? []);
  return {
    iin,
    bin,
    commonName,
    surname,
    firstName: firstNameOf(commonName, surname),
    patronymic,
    organisation,
    keyUser: certificate.extendedKeyUsage.flatMap((oid) => keyUserByOid.get(oid) ?? []),
    algorithm: algorithmOfKey(certificate.publicKey),
  };
}

function iinsOf({ subject }: Certificate): string[] {
  return valuesOf(subject, nameOid.serialNumber).flatMap(
    (value) => /^IIN(\d{12})$/.exec(value)?.[1] ?? [],
  );
}

function firstNameOf(commonName: string | null, surname: string | null): string | null {
  if (commonName === null) return null;
  if (surname === null || !commonName.startsWith(surname)) return commonName;
  return commonName.slice(surname.length).trim() || null;
}

/** «sign» is for documents, «auth» for entering; null asks for no more than a key that may sign at all. */
export type Purpose = "sign" | "auth" | null;

/**
 * Whether the key is made for the purpose (order of NCA RK's profiles, RFC 5280 §4.2.1.3 and §4.2.1.12):
 *
 * - sign: nonRepudiation and emailProtection, so an old AUTH_RSA key does not sign documents;
 * - auth: clientAuth, or a signing key. Since 2024 people have one GOST key for both, and it carries no clientAuth.
 */
export function checkUsage(certificate: Certificate, purpose: Purpose): Result<string, EdsCode> {
  const { keyUsage, extendedKeyUsage, unknownCritical, isCa } = certificate;
  const detail = [...keyUsage, ...extendedKeyUsage].join(" ");
  if (unknownCritical.length > 0) return fail("unknown-critical-extension");
  if (isCa || !keyUsage.includes("digitalSignature")) return fail("wrong-key-usage");
  const signs =
    keyUsage.includes("nonRepudiation") && extendedKeyUsage.includes(usageOid.emailProtection);
  const enters = signs || extendedKeyUsage.includes(usageOid.clientAuth);
  if (purpose === "sign" && !signs) return fail("wrong-key-usage");
  if (purpose === "auth" && !enters) return fail("wrong-key-usage");
  return ok(detail);
}

/** Whose key is asked for: a natural person's own, or anybody's. */
export type Holder = "person" | "any";

/** Whether the key is a person's, with exactly one IIN, and that of `expectedIin` when it is given. */
export function checkHolder(
  certificate: Certificate,
  holder: Holder,
  expectedIin: string | null,
): Result<string, EdsCode> {
  const iins = iinsOf(certificate);
  const { keyUser, iin, bin } = signerOf(certificate);
  if (iins.length > 1) return fail("two-iins");
  if (holder === "person") {
    if (keyUser.includes("organisation") || !keyUser.includes("person"))
      return fail("not-a-person");
    const numbers = valuesOf(certificate.subject, nameOid.serialNumber);
    if (iin === null) return fail("no-iin");
    if (numbers.length > 1) return fail("two-iins");
  }
  if (expectedIin !== null && iin !== expectedIin) return fail("wrong-person");
  return ok([...keyUser, ...(bin === null ? [] : ["bin"])].join(" "));
}
