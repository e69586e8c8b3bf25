import { usageOid } from "../oids.ts";
import { demoOrganization } from "../trust-store.ts";
import { makeCertificate, makeName } from "./certificate-maker.ts";
import type { Holder } from "./cms-maker.ts";
import { makeKey } from "./keys.ts";
import type { KeyKind } from "./keys.ts";

/** A certification authority: its name (encoded), certificate (DER) and key. */
export type Authority = Holder & { readonly name: Uint8Array };

export type DemoTier = {
  readonly root: Authority;
  readonly issuing: Authority;
  readonly responder: Holder;
  readonly timestamping: Holder;
  /** Same names as `issuing`, other key. */
  readonly rogue: Authority;
};

const year = 365.25 * 86_400_000;

/** The names follow NCA RK's, so that screens look as they will, and say whose they are. */
function authorityName(kind: KeyKind, tier: "root" | "issuing"): Uint8Array {
  const label = tier === "root" ? "НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ" : "ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ";
  return makeName([
    ["commonName", `${label} (${kind.toUpperCase()}) ${demoOrganization}`],
    ["organization", demoOrganization],
    ["country", "KZ"],
  ]);
}

export type AuthorityOrder = {
  readonly kind: KeyKind;
  readonly tier: "root" | "issuing";
  /** Null makes a self-signed root. */
  readonly issuer: Authority | null;
  readonly at: Date;
};

export function makeAuthority({ kind, tier, issuer, at }: AuthorityOrder): Authority {
  const name = authorityName(kind, tier);
  const key = makeKey(kind);
  const certificate = makeCertificate({
    subject: name,
    key,
    issuer: issuer?.name ?? name,
    issuerKey: issuer?.key ?? key,
    notBefore: new Date(at.getTime() - 2 * year),
    notAfter: new Date(at.getTime() + 8 * year),
    keyUsage: ["keyCertSign", "cRLSign"],
    authority: { pathLength: tier === "root" ? 1 : 0 },
  });
  return { name, key, certificate };
}

/** An authority of the same name with another key, as tools exist that sign with one: nobody trusts it. */
export function makeRogue(honest: Authority, at: Date): Authority {
  const key = makeKey(honest.key.kind);
  const certificate = makeCertificate({
    subject: honest.name,
    key,
    issuer: honest.name,
    issuerKey: key,
    notBefore: new Date(at.getTime() - 2 * year),
    notAfter: new Date(at.getTime() + 8 * year),
    keyUsage: ["keyCertSign", "cRLSign"],
    authority: { pathLength: 0 },
  });
  return { name: honest.name, key, certificate };
}

export type ResponderOptions = {
  readonly extendedKeyUsage?: readonly string[];
  /** Whether the certificate insists on its uses; only a timestamp authority's does, as RFC 3161 §2.3 has it. */
  readonly insists?: boolean;
};

/** An OCSP responder that `issuer` certified for it. */
export function makeResponder(issuer: Authority, at: Date, options: ResponderOptions = {}): Holder {
  const { extendedKeyUsage = [usageOid.ocspSigning] } = options;
  return makeService("OCSP RESPONDER", issuer, at, { extendedKeyUsage, insists: false });
}

/** A timestamp authority that `issuer` certified for it. */
export function makeTimestampAuthority(
  issuer: Authority,
  at: Date,
  options: ResponderOptions = {},
): Holder {
  const { extendedKeyUsage = [usageOid.timeStamping], insists = true } = options;
  return makeService("TIME STAMP AUTHORITY", issuer, at, { extendedKeyUsage, insists });
}

function makeService(
  label: string,
  issuer: Authority,
  at: Date,
  { extendedKeyUsage, insists }: Required<ResponderOptions>,
): Holder {
  const key = makeKey(issuer.key.kind);
  const certificate = makeCertificate({
    subject: makeName([
      ["commonName", `${label} ${demoOrganization}`],
      ["organization", demoOrganization],
      ["country", "KZ"],
    ]),
    key,
    issuer: issuer.name,
    issuerKey: issuer.key,
    notBefore: new Date(at.getTime() - 2 * year),
    notAfter: new Date(at.getTime() + 3 * year),
    keyUsage: ["digitalSignature"],
    extendedKeyUsage,
    extendedKeyUsageCritical: insists,
  });
  return { key, certificate };
}
