import { createServer } from "node:http";
import type { Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { parseCertificate } from "#lib/eds/certificate.ts";
import { httpRevocation } from "#lib/eds/http-revocation.ts";
import type { RevocationSource } from "#lib/eds/revocation.ts";
import { digestFor } from "#lib/eds/signature-algorithm.ts";
import { verifySignedMessage } from "#lib/eds/verify.ts";
import { makeTimestampAuthority } from "#lib/eds/signing/authority.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { answerOcsp, answerTsp } from "#lib/eds/signing/demo-ca.ts";
import { makeCrl, makeOcspResponse, parseOcspRequest } from "#lib/eds/signing/revocation-maker.ts";
import {
  makeTimestamp,
  makeTimestampFailure,
  parseTimestampRequest,
} from "#lib/eds/signing/timestamp-maker.ts";
import type { TimestampAsked } from "#lib/eds/signing/timestamp-maker.ts";
import { fetchTimestamp, timestampResponse } from "#lib/eds/tsp.ts";
import { algorithms, at, content, demoCa, leaf, minute, shifted, trust } from "./fixtures.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A timestamp service on a free port that answers so; null breaks the connection. */
async function service(answer: (request: Uint8Array) => Uint8Array | null): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => {
      const body = answer(Buffer.concat(chunks));
      if (body === null) request.socket.destroy();
      else response.end(body);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}/`;
}

describe.for(algorithms)("%s", (algorithm) => {
  const { timestamping, issuing, rogue } = demoCa()[algorithm];
  const kind = algorithm === "gost" ? "gost-2015-512" : "rsa-sha256";
  const cms = makeCms({ content, signer: leaf(algorithm), attached: true, signingTime: at });
  const ask = async (answer: (request: Uint8Array) => Uint8Array | null, timeout = 2_000) =>
    await fetchTimestamp({ url: await service(answer), cms, trust: trust(), at, timeout }, null);
  const asked = (request: Uint8Array): TimestampAsked => {
    const question = parseTimestampRequest(request);
    if (question === null) throw new Error("not a request");
    return question;
  };

  test("a sound answer is kept with what it says", async () => {
    expect(await ask((request) => answerTsp(demoCa(), request, at))).toMatchObject({
      status: "stamped",
      timestamp: {
        instant: at,
        policy: algorithm === "gost" ? "1.2.398.3.3.2.6.4" : "1.2.398.3.3.2.6.2",
        authority: { extendedKeyUsage: ["1.3.6.1.5.5.7.3.8"], extendedKeyUsageCritical: true },
        chain: [{}, {}],
      },
    });
  });

  type Change = Partial<Parameters<typeof makeTimestamp>[0]>;
  const lies: Record<string, [Change, string]> = {
    "over another signature": [
      { imprint: new Uint8Array(algorithm === "gost" ? 64 : 32) },
      "imprint",
    ],
    "with another nonce": [{ nonce: Uint8Array.of(1) }, "nonce"],
    "without a nonce": [{ nonce: null }, "nonce"],
    "under a policy that nobody asked for": [{ policy: "1.2.398.3.3.2.6.1" }, "policy"],
    "with SHA-1": [{ oldHash: true }, "hash"],
    "of another day": [{ at: shifted(at, -24 * 60 * minute) }, "clock"],
    "by a rogue authority": [{ authority: makeTimestampAuthority(rogue, at) }, "untrusted-ca"],
    "by a key for something else": [
      { authority: makeTimestampAuthority(issuing, at, { extendedKeyUsage: [] }) },
      "purpose",
    ],
    "by a key for more than that": [
      {
        authority: makeTimestampAuthority(issuing, at, {
          extendedKeyUsage: ["1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9"],
        }),
      },
      "purpose",
    ],
    "by a certificate that does not insist on it": [
      { authority: makeTimestampAuthority(issuing, at, { insists: false }) },
      "purpose",
    ],
    "by an authority that has run out": [
      { authority: makeTimestampAuthority(issuing, shifted(at, -5 * 366 * 24 * 60 * minute)) },
      "not-in-date",
    ],
  };
  test.for(Object.entries(lies))("%s: not believed", async ([, [change, detail]]) => {
    const answer = await ask((request) => {
      const { imprint, nonce } = asked(request);
      const order = { imprint, nonce, authority: timestamping, at, ...change };
      return timestampResponse(makeTimestamp(order));
    });
    expect(answer).toEqual({ status: "silent", detail });
  });

  test("no timestamp at all: silence, not an exception", async () => {
    const silent = (detail: string) => ({ status: "silent", detail });
    expect(await ask(() => makeTimestampFailure())).toEqual(silent("not-granted"));
    expect(await ask(() => Buffer.from("<html>"))).toEqual(silent("not-granted"));
    expect(await ask(() => null)).toEqual(silent("unreachable"));
    const plain = makeCms({ content, signer: timestamping, attached: true });
    expect(await ask(() => timestampResponse(plain))).toEqual(silent("malformed"));
    const url = "http://127.0.0.1:9/";
    expect(await fetchTimestamp({ url, cms, trust: trust(), at }, null)).toEqual(
      silent("unreachable"),
    );
    const rubbish = new TextEncoder().encode("rubbish");
    expect(await fetchTimestamp({ url, cms: rubbish, trust: trust(), at }, null)).toEqual(
      silent("malformed"),
    );
  });

  describe("the authority's own certificate", () => {
    const stamped = async (revocation: RevocationSource, timeout = 2_000) => {
      const url = await service((request) => answerTsp(demoCa(), request, at));
      return await fetchTimestamp({ url, cms, trust: trust(), at, timeout }, revocation);
    };
    const ocsp = async (answer: (request: Uint8Array) => Uint8Array | null) =>
      httpRevocation({ ocspUrl: await service(answer), crlUrls: [], ocspTimeout: 500 });
    const serialNumber = parseCertificate(timestamping.certificate)?.serialNumber ?? "";
    const listed = async (revokedAt: Date) => {
      const list = makeCrl({
        issuer: issuing,
        revoked: [{ serialNumber, revokedAt }],
        thisUpdate: shifted(at, -minute),
        nextUpdate: shifted(at, 60 * minute),
        number: 7,
      });
      return httpRevocation({ ocspUrl: null, crlUrls: [await service(() => list)] });
    };
    const silent = (detail: string) => ({ status: "silent", detail });

    test("stands by OCSP, or by a list: the token is kept", async () => {
      const byOcsp = await ocsp((request) => answerOcsp(demoCa(), request, at));
      expect((await stamped(byOcsp)).status).toBe("stamped");
      expect((await stamped(await listed(shifted(at, minute)))).status).toBe("stamped");
    });

    test("was revoked, or never issued: no token", async () => {
      const revoked = await ocsp((request) => {
        const question = parseOcspRequest(request);
        if (question === null) return null;
        const { certId, nonce } = question;
        const { responder } = demoCa()[algorithm];
        const verdict = { kind: "revoked", revokedAt: shifted(at, -minute) } as const;
        return makeOcspResponse({
          certId,
          nonce,
          responder,
          verdict,
          producedAt: at,
          thisUpdate: at,
        });
      });
      expect(await stamped(revoked)).toEqual(silent("authority-revoked ocsp"));
      expect(await stamped(await listed(shifted(at, -minute)))).toEqual(
        silent("authority-revoked crl"),
      );
      const stranger = makeTimestampAuthority(issuing, at);
      const url = await service((request) => {
        const { imprint, nonce } = asked(request);
        return timestampResponse(makeTimestamp({ imprint, nonce, authority: stranger, at }));
      });
      const byOcsp = await ocsp((request) => answerOcsp(demoCa(), request, at));
      expect(await fetchTimestamp({ url, cms, trust: trust(), at }, byOcsp)).toEqual(
        silent("authority-not-issued ocsp"),
      );
    });

    test("cannot be learned about: no token yet, and nobody waits longer than told", async () => {
      const down = await ocsp(() => null);
      expect(await stamped(down)).toEqual(silent("authority-unknown ocsp-unreachable"));
      const never: RevocationSource = { check: () => new Promise(() => undefined) };
      expect(await stamped(never, 300)).toEqual(silent("authority-unknown late"));
    });

    test("is looked up in the lists at hand when a message is verified again", () => {
      const stampOf = (signature: Uint8Array) =>
        makeTimestamp({
          imprint: digestFor(kind, signature),
          nonce: null,
          authority: timestamping,
          at,
        });
      const message = makeCms({
        content,
        signer: leaf(algorithm),
        attached: true,
        signingTime: at,
        timestamp: stampOf,
      });
      const verdict = (revokedAt: Date) =>
        verifySignedMessage({
          cms: message,
          purpose: "sign",
          holder: "person",
          trust: trust(),
          at,
          crls: [
            makeCrl({
              issuer: issuing,
              revoked: [{ serialNumber, revokedAt }],
              thisUpdate: shifted(at, -minute),
              nextUpdate: shifted(at, 60 * minute),
              number: 7,
            }),
          ],
        }).code;
      expect(verdict(shifted(at, -minute))).toBe("bad-timestamp");
      expect(verdict(shifted(at, minute))).toBe("ok");
    });
  });

  test("a recorded answer is worth nothing the second time", async () => {
    let recorded: Uint8Array | undefined;
    const answer = (request: Uint8Array) => (recorded ??= answerTsp(demoCa(), request, at));
    expect((await ask(answer)).status).toBe("stamped");
    expect(await ask(answer)).toEqual({ status: "silent", detail: "nonce" });
  });
});
