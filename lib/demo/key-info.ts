import { parseCertificate } from "#lib/eds/certificate.ts";
import { valuesOf } from "#lib/eds/names.ts";
import { nameOid } from "#lib/eds/oids.ts";
import { signerOf } from "#lib/eds/profile.ts";
import type { DemoLeaf } from "#lib/eds/signing/leaf.ts";
import { pem } from "./emulator-protocol.ts";

/** What the emulator knows of a key: enough for the page's filter and for `getKeyInfo`. */
export type KeyFacts = {
  readonly iin: string | null;
  readonly bin: string | null;
  readonly oids: readonly string[];
  readonly serial: string;
  readonly certificatePem: string;
  /** The answer of `getKeyInfo`; its dates are those of Almaty, dd.MM.yyyy HH:mm:ss. */
  readonly info: Readonly<Record<string, string>>;
};

export function keyFacts(leaf: DemoLeaf): KeyFacts {
  const certificate = parseCertificate(leaf.certificate);
  if (certificate === null)
    throw new Error("the demo's authority made a certificate that cannot be read");
  const { iin, bin, commonName } = signerOf(certificate);
  const [issuerCn = ""] = valuesOf(certificate.issuer, nameOid.commonName);
  const certificatePem = pem("CERTIFICATE", leaf.certificate);
  return {
    iin,
    bin,
    oids: certificate.extendedKeyUsage,
    serial: certificate.serialNumber,
    certificatePem,
    info: {
      alias: certificate.fingerprint.slice(0, 40),
      keyId: certificate.fingerprint.slice(0, 40),
      algorithm: leaf.algorithm === "gost" ? "ECGOST3410-2015" : "RSA",
      subjectCn: commonName ?? "",
      subjectDn: `CN=${commonName ?? ""},SERIALNUMBER=IIN${iin ?? ""},C=KZ`,
      issuerCn,
      issuerDn: `CN=${issuerCn},C=KZ`,
      serialNumber: certificate.serialNumber,
      certNotAfter: almaty(certificate.notAfter),
      certNotBefore: almaty(certificate.notBefore),
      authorityKeyIdentifier: "",
      pem: certificatePem,
    },
  };
}

function almaty(at: Date): string {
  const local = new Date(at.getTime() + 5 * 3_600_000).toISOString();
  const [year, month, day] = local.slice(0, 10).split("-");
  return `${day}.${month}.${year} ${local.slice(11, 19)}`;
}
