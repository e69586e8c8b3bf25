import type { KeyUsage } from "../certificate.ts";
import { usageOid } from "../oids.ts";
import { makeCertificate, makeName, newSerialNumber } from "./certificate-maker.ts";
import type { NameParts } from "./certificate-maker.ts";
import type { DemoTier } from "./authority.ts";
import type { Holder } from "./cms-maker.ts";
import type { KeyKind, SigningKey } from "./keys.ts";

/** Whose certificate it becomes. Names as NCA RK writes them, in capitals. */
export type Person = {
  /** Twelve digits. */
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
};

/** The sound kinds first, then those that must be refused. */
export const leafVariants = [
  "person",
  "auth",
  "head",
  "expired",
  "not-yet-valid",
  "revoked",
  "rogue",
  "no-iin",
  "two-iins",
  "wrong-usage",
] as const;

export type LeafVariant = (typeof leafVariants)[number];

/** A certificate of the demo's authority with its key. */
export type DemoLeaf = Holder & {
  readonly iin: string;
  readonly algorithm: KeyKind;
  readonly variant: LeafVariant;
  /** Hex. */
  readonly serialNumber: string;
};

const day = 86_400_000;

export type LeafOrder = {
  readonly tier: DemoTier;
  readonly person: Person;
  readonly variant: LeafVariant;
  readonly key: SigningKey;
  readonly at: Date;
};

export function makeLeaf({ tier, person, variant, key, at }: LeafOrder): DemoLeaf {
  const { issuing, rogue } = tier;
  const issuer = variant === "rogue" ? rogue : issuing;
  const serialNumber = newSerialNumber();
  const { from, to } = lifetime(variant);
  const certificate = makeCertificate({
    subject: makeName(subjectOf(person, variant)),
    key,
    issuer: issuer.name,
    issuerKey: issuer.key,
    notBefore: new Date(at.getTime() + from * day),
    notAfter: new Date(at.getTime() + to * day),
    serialNumber,
    ...profileOf(variant, key.kind),
  });
  return { iin: person.iin, algorithm: key.kind, variant, serialNumber, certificate, key };
}

/** Days from the making; NCA RK issues personal keys for a year. */
function lifetime(variant: LeafVariant): { from: number; to: number } {
  if (variant === "expired") return { from: -400, to: -35 };
  if (variant === "not-yet-valid") return { from: 30, to: 395 };
  return { from: -30, to: 335 };
}

function subjectOf(person: Person, variant: LeafVariant): NameParts {
  const { iin, surname, givenName, patronymic } = person;
  const parts: (readonly [NameParts[number][0], string])[] = [
    ["commonName", `${surname} ${givenName}`],
    ["surname", surname],
  ];
  if (variant !== "no-iin") parts.push(["serialNumber", `IIN${iin}`]);
  // The second number is somebody else's: only a certificate with exactly one tells whose key it is.
  if (variant === "two-iins") parts.push(["serialNumber", "IIN010101500005"]);
  parts.push(["country", "KZ"]);
  if (patronymic !== null) parts.push(["givenName", patronymic]);
  if (variant === "head") {
    parts.push(["organization", "БАЛАБАҚША «ДЕМО»"], ["organizationalUnit", "BIN000140000017"]);
  }
  return parts;
}

const personUsage = "1.2.398.3.3.4.1.1";
const organisationUsage = ["1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.1"];

/** The profiles of NCA RK: RSA had one key to sign and one to enter, GOST has one for both and no clientAuth. */
function profileOf(variant: LeafVariant, kind: KeyKind) {
  const signs: KeyUsage[] = ["digitalSignature", "nonRepudiation"];
  const gost = kind === "gost";
  const usage: KeyUsage[] = gost ? [...signs, "keyAgreement"] : signs;
  const policies = [gost ? "1.2.398.3.3.2" : "1.2.398.3.3.2.3"];
  if (variant === "auth") {
    const keyUsage: KeyUsage[] = ["digitalSignature", "keyEncipherment"];
    return {
      keyUsage,
      extendedKeyUsage: [usageOid.clientAuth, personUsage],
      policies: ["1.2.398.3.3.2.4"],
    };
  }
  if (variant === "head") {
    return {
      keyUsage: usage,
      extendedKeyUsage: [usageOid.emailProtection, ...organisationUsage],
      policies,
    };
  }
  if (variant === "wrong-usage") {
    const keyUsage: KeyUsage[] = ["keyAgreement"];
    return { keyUsage, extendedKeyUsage: [personUsage], policies };
  }
  return { keyUsage: usage, extendedKeyUsage: [usageOid.emailProtection, personUsage], policies };
}
