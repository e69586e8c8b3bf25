import { parseCertificate } from "./certificate.ts";
import { isCrlOf, parseCrl } from "./crl.ts";
import { type HttpRevocation, httpRevocation } from "./http-revocation.ts";
import { type RevocationAnswer, unknownRevocation } from "./revocation.ts";
import { chainOf, type TrustStore } from "./trust-store.ts";
import { fetchTimestamp, type StampAnswer, type StampQuestion } from "./tsp.ts";
import { type Verification, verifyCms, type VerifyInput } from "./verify.ts";

/* What a verifier's thread does. Orders and outcomes are plain data: they cross from one thread to another. */

/** The addresses that this installation asks about revocation. */
export type RevocationAddresses = {
  readonly ocspUrl: string | null;
  readonly crlUrls: readonly string[];
};

export type Work = {
  readonly verify: {
    readonly order: { readonly input: VerifyInput; readonly sources: RevocationAddresses };
    readonly outcome: Verification;
  };
  /** Asks again about a certificate out of the evidence. */
  readonly look: {
    readonly order: {
      readonly certificate: Uint8Array;
      readonly trust: TrustStore;
      readonly at: Date;
      readonly sources: RevocationAddresses;
    };
    readonly outcome: RevocationAnswer;
  };
  /** The revocation lists of the settings, and until when they help. */
  readonly lists: {
    readonly order: { readonly trust: TrustStore; readonly sources: RevocationAddresses };
    readonly outcome: readonly ListState[];
  };
  readonly stamp: {
    readonly order: { readonly question: StampQuestion; readonly sources: RevocationAddresses };
    readonly outcome: StampAnswer;
  };
};

export type ListState = {
  readonly url: string;
  readonly state:
    | { readonly status: "usable"; readonly thisUpdate: Date; readonly nextUpdate: Date }
    | { readonly status: "unreachable" | "malformed" | "untrusted" };
};

export type WorkKind = keyof Work;

/** One order as it goes to a thread, and what comes back under the same number. */
export type WorkOrder = {
  [Kind in WorkKind]: {
    readonly id: number;
    readonly kind: Kind;
    readonly order: Work[Kind]["order"];
  };
}[WorkKind];
export type WorkReply =
  | { readonly id: number; readonly ok: true; readonly outcome: Work[WorkKind]["outcome"] }
  | { readonly id: number; readonly ok: false; readonly error: string };

// A source keeps the lists it has fetched, so there is one for each set of addresses.
const sources = new Map<string, HttpRevocation>();

function sourceOf(addresses: RevocationAddresses): HttpRevocation {
  const key = JSON.stringify(addresses);
  const known = sources.get(key) ?? httpRevocation(addresses);
  sources.set(key, known);
  return known;
}

export async function doWork(work: WorkOrder): Promise<Work[WorkKind]["outcome"]> {
  switch (work.kind) {
    case "verify": {
      const { input, sources: addresses } = work.order;
      return await verifyCms({ ...input, revocation: sourceOf(addresses) });
    }
    case "look":
      return await lookUp(work.order);
    case "lists": {
      const { trust, sources: addresses } = work.order;
      const lists = await sourceOf(addresses).lists();
      return lists.map(({ url, bytes }) => ({ url, state: stateOf(bytes, trust) }));
    }
    case "stamp": {
      const { question, sources: addresses } = work.order;
      const asked = addresses.ocspUrl !== null || addresses.crlUrls.length > 0;
      return await fetchTimestamp(question, asked ? sourceOf(addresses) : null);
    }
  }
}

function stateOf(bytes: Uint8Array | null, trust: TrustStore): ListState["state"] {
  if (bytes === null) return { status: "unreachable" };
  const crl = parseCrl(bytes);
  if (crl === null) return { status: "malformed" };
  if (!trust.authorities.some((each) => isCrlOf(crl, each))) return { status: "untrusted" };
  return { status: "usable", thisUpdate: crl.thisUpdate, nextUpdate: crl.nextUpdate };
}

async function lookUp(order: Work["look"]["order"]): Promise<RevocationAnswer> {
  const certificate = parseCertificate(order.certificate);
  if (certificate === null) return unknownRevocation("no-certificate");
  const chain = chainOf(certificate, order.trust, order.at);
  const issuer = chain.ok ? chain.value[0] : undefined;
  if (issuer === undefined) return unknownRevocation("no-chain");
  return await sourceOf(order.sources).check(certificate, issuer, order.at);
}
