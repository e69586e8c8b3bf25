import { randomBytes } from "node:crypto";
import { fetchBytes } from "./bounded-fetch.ts";
import { binaryOf } from "./encoding.ts";
import { parseCrl } from "./crl.ts";
import { ocspRequest } from "./ocsp.ts";
import { judgeCrls, judgeOcsp, unknownRevocation } from "./revocation.ts";
import type { RevocationSource } from "./revocation.ts";

/*
 * Revocation over http. Only the addresses of the settings are asked, never those inside a certificate: they are chosen
 * by whoever made it, and real ones of NCA RK have been broken. Transport proves nothing; the signatures do.
 */

export type HttpRevocationOptions = {
  readonly ocspUrl: string | null;
  /** Full and delta lists of every issuing authority, in any order. */
  readonly crlUrls: readonly string[];
  /** Milliseconds to wait for one answer. */
  readonly ocspTimeout?: number;
  readonly crlTimeout?: number;
  /** Milliseconds after which a list is fetched again although it still covers; NCA RK's delta changes hourly. */
  readonly crlMaxAge?: number;
  /** Milliseconds of a steady clock, for the age of what is cached. */
  readonly elapsed?: () => number;
};

const ocspMaxBytes = 64 * 1024;
const crlMaxBytes = 64 * 1024 * 1024;

type CachedList = { readonly bytes: Uint8Array; readonly fetchedAt: number };

export type HttpRevocation = RevocationSource & {
  /** Every configured list as it is known now; null for one that cannot be had. */
  lists(): Promise<readonly { readonly url: string; readonly bytes: Uint8Array | null }[]>;
};

export function httpRevocation(options: HttpRevocationOptions): HttpRevocation {
  const {
    ocspUrl,
    crlUrls,
    ocspTimeout = 5_000,
    crlTimeout = 20_000,
    crlMaxAge = 3_600_000,
  } = options;
  const elapsed = options.elapsed ?? (() => performance.now());
  const lists = new Map<string, CachedList>();
  const underWay = new Map<string, Promise<Uint8Array | null>>();

  const fetchList = async (url: string): Promise<Uint8Array | null> => {
    const body = await fetchBytes(url, { timeout: crlTimeout, maxBytes: crlMaxBytes });
    const bytes = body === null ? null : binaryOf(body);
    if (bytes === null || parseCrl(bytes) === null) return null;
    lists.set(url, { bytes, fetchedAt: elapsed() });
    return bytes;
  };

  /** The list of an address: fresh, else what was fetched last; its own dates decide whether that still helps. */
  const listOf = async (url: string): Promise<Uint8Array | null> => {
    const cached = lists.get(url);
    if (cached !== undefined && elapsed() - cached.fetchedAt < crlMaxAge) return cached.bytes;
    const running = underWay.get(url) ?? fetchList(url).finally(() => underWay.delete(url));
    underWay.set(url, running);
    return (await running) ?? cached?.bytes ?? null;
  };

  return {
    lists: () => Promise.all(crlUrls.map(async (url) => ({ url, bytes: await listOf(url) }))),
    async check(certificate, issuer, at) {
      const question = { certificate, issuer, at };
      let detail = "not-configured";
      if (ocspUrl !== null) {
        const nonce = new Uint8Array(randomBytes(16));
        const response = await fetchBytes(ocspUrl, {
          timeout: ocspTimeout,
          maxBytes: ocspMaxBytes,
          post: { type: "application/ocsp-request", body: ocspRequest(certificate, issuer, nonce) },
        });
        const answer =
          response === null
            ? unknownRevocation("ocsp-unreachable")
            : judgeOcsp(question, response, nonce);
        // A signed «unknown» is the responder's word on this certificate: a list does not overrule it.
        if (answer.status !== "unknown" || answer.ocsp !== null) return answer;
        detail = answer.detail;
      }
      const fetched = await Promise.all(crlUrls.map(listOf));
      const found = fetched.filter((list) => list !== null);
      if (found.length === 0) return unknownRevocation(detail);
      const answer = judgeCrls(question, found);
      return answer.status === "unknown"
        ? { ...answer, detail: `${detail} ${answer.detail}` }
        : answer;
    },
  };
}
