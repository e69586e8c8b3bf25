/* Object identifiers by their meaning. Those under 1.2.398 are Kazakhstan's (NCA RK). */

export const cmsOid = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
  timeStampToken: "1.2.840.113549.1.9.16.2.14",
  timeStampInfo: "1.2.840.113549.1.9.16.1.4",
} as const;

export const algorithmOid = {
  sha1: "1.3.14.3.2.26",
  sha256: "2.16.840.1.101.3.4.2.1",
  rsa: "1.2.840.113549.1.1.1",
  rsaSha256: "1.2.840.113549.1.1.11",
  streebog512: "1.2.398.3.10.1.3.3",
  gostKey: "1.2.398.3.10.1.1.2.2",
  gostCurveA: "1.2.398.3.10.1.1.2.2.1",
  gost512: "1.2.398.3.10.1.1.2.3.2",
} as const;

export const nameOid = {
  commonName: "2.5.4.3",
  surname: "2.5.4.4",
  serialNumber: "2.5.4.5",
  country: "2.5.4.6",
  organization: "2.5.4.10",
  organizationalUnit: "2.5.4.11",
  givenName: "2.5.4.42",
} as const;

export const extensionOid = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  crlNumber: "2.5.29.20",
  crlReason: "2.5.29.21",
  deltaCrl: "2.5.29.27",
  issuingDistributionPoint: "2.5.29.28",
  certificateIssuer: "2.5.29.29",
  crlDistributionPoints: "2.5.29.31",
  policies: "2.5.29.32",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
  ocspNonce: "1.3.6.1.5.5.7.48.1.2",
  ocspNoCheck: "1.3.6.1.5.5.7.48.1.5",
  ocspExtendedRevoke: "1.3.6.1.5.5.7.48.1.9",
  ocspBasic: "1.3.6.1.5.5.7.48.1.1",
} as const;

export const usageOid = {
  clientAuth: "1.3.6.1.5.5.7.3.2",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
} as const;

/** How NCA RK's service stamps: for RSA with SHA-256 and for GOST-2015 with Streebog-512. Its older ways are not taken. */
export const timestampPolicy = {
  "rsa-sha256": "1.2.398.3.3.2.6.2",
  "gost-2015-512": "1.2.398.3.3.2.6.4",
} as const;

/** Whose key it is and what role its owner has, as NCA RK writes it into the extended key usage. */
export const keyUserByOid: ReadonlyMap<string, KeyUser> = new Map([
  ["1.2.398.3.3.4.1.1", "person"],
  ["1.2.398.3.3.4.1.2", "organisation"],
  ["1.2.398.3.3.4.1.2.1", "head"],
  ["1.2.398.3.3.4.1.2.2", "signer"],
  ["1.2.398.3.3.4.1.2.3", "finance-signer"],
  ["1.2.398.3.3.4.1.2.4", "human-resources"],
  ["1.2.398.3.3.4.1.2.5", "employee"],
  ["1.2.398.3.3.4.1.2.6", "information-system"],
  ["1.2.398.3.3.4.2", "nca"],
  ["1.2.398.3.3.4.3.1", "identified-in-person"],
  ["1.2.398.3.3.4.3.2", "identified-remotely"],
  ["1.2.398.3.3.4.3.2.1", "identified-by-digital-id"],
]);

export type KeyUser =
  | "person"
  | "organisation"
  | "head"
  | "signer"
  | "finance-signer"
  | "human-resources"
  | "employee"
  | "information-system"
  | "nca"
  | "identified-in-person"
  | "identified-remotely"
  | "identified-by-digital-id";
