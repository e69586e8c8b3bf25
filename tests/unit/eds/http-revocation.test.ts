import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { httpRevocation } from "#lib/eds/http-revocation.ts";
import { answerOcsp, crlOf } from "#lib/eds/signing/demo-ca.ts";
import { at, certificate, demoCa, leaf } from "./fixtures.ts";

type Handler = (request: IncomingMessage, body: Uint8Array, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on a free port of the loopback; resolves to its address. */
async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => handler(request, Buffer.concat(chunks), response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}/`;
}

const issuer = certificate(demoCa().gost.issuing.certificate);
const good = certificate(leaf("gost").certificate);
const revoked = certificate(leaf("gost", "revoked").certificate);
const honest: Handler = (_request, body, response) => {
  response.end(answerOcsp(demoCa(), body, at));
};
const list = crlOf(demoCa(), "gost", at);

test("the responder's answer is the result", async () => {
  const types: (string | undefined)[] = [];
  const ocspUrl = await serve((request, body, response) => {
    types.push(`${request.method} ${request.headers["content-type"]}`);
    honest(request, body, response);
  });
  const source = httpRevocation({ ocspUrl, crlUrls: [] });
  expect(await source.check(good, issuer, at)).toMatchObject({ status: "good", detail: "ocsp" });
  expect(await source.check(revoked, issuer, at)).toMatchObject({ status: "revoked" });
  expect(types).toEqual(["POST application/ocsp-request", "POST application/ocsp-request"]);
});

test("each question carries its own nonce: a recorded answer is worth nothing", async () => {
  let recorded: Uint8Array | undefined;
  const ocspUrl = await serve((_request, body, response) => {
    recorded ??= answerOcsp(demoCa(), body, at);
    response.end(recorded);
  });
  const source = httpRevocation({ ocspUrl, crlUrls: [] });
  expect((await source.check(good, issuer, at)).status).toBe("good");
  expect(await source.check(good, issuer, at)).toMatchObject({
    status: "unknown",
    detail: "ocsp-nonce",
  });
});

const silent: Record<string, Handler> = {
  "an error": (_request, _body, response) => {
    response.statusCode = 500;
    response.end();
  },
  "a cut-off answer": (_request, _body, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("0");
    response.destroy();
  },
  "too much": (_request, _body, response) => {
    response.end(Buffer.alloc(100_000));
  },
  "no answer in time": () => undefined,
};
test.for(Object.entries(silent))("after %s the lists are asked", async ([, handler]) => {
  const ocspUrl = await serve(handler);
  const crlUrl = await serve((_request, _body, response) => response.end(list));
  const alone = httpRevocation({ ocspUrl, crlUrls: [], ocspTimeout: 300 });
  expect(await alone.check(good, issuer, at)).toMatchObject({
    status: "unknown",
    detail: "ocsp-unreachable",
  });
  const both = httpRevocation({ ocspUrl, crlUrls: [crlUrl], ocspTimeout: 300 });
  expect(await both.check(good, issuer, at)).toMatchObject({ status: "good", detail: "crl" });
  expect(await both.check(revoked, issuer, at)).toMatchObject({ status: "revoked", detail: "crl" });
});

test("a redirect is not followed, even to an honest responder", async () => {
  const elsewhere = await serve(honest);
  const ocspUrl = await serve((_request, _body, response) => {
    response.writeHead(307, { location: elsewhere }).end();
  });
  expect(
    (await httpRevocation({ ocspUrl: elsewhere, crlUrls: [] }).check(good, issuer, at)).status,
  ).toBe("good");
  expect(await httpRevocation({ ocspUrl, crlUrls: [] }).check(good, issuer, at)).toMatchObject({
    status: "unknown",
    detail: "ocsp-unreachable",
  });
});

test("nothing configured is «unknown», not an exception", async () => {
  const source = httpRevocation({ ocspUrl: null, crlUrls: [] });
  expect(await source.check(good, issuer, at)).toMatchObject({
    status: "unknown",
    detail: "not-configured",
  });
});

test("a list is fetched once for many, again when it has aged, and kept while the server is silent", async () => {
  let asked = 0;
  let works = true;
  const crlUrl = await serve((_request, _body, response) => {
    asked += 1;
    response.statusCode = works ? 200 : 503;
    response.end(works ? list : undefined);
  });
  let clock = 0;
  const source = httpRevocation({
    ocspUrl: null,
    crlUrls: [crlUrl],
    crlMaxAge: 1000,
    elapsed: () => clock,
  });
  const many = await Promise.all(
    [good, revoked, good].map((each) => source.check(each, issuer, at)),
  );
  expect(many.map(({ status }) => status)).toEqual(["good", "revoked", "good"]);
  expect(asked).toBe(1);
  clock = 999;
  await source.check(good, issuer, at);
  expect(asked).toBe(1);
  clock = 1000;
  works = false;
  expect((await source.check(good, issuer, at)).status).toBe("good");
  expect(asked).toBe(2);
});

test("rubbish in place of a list is «unknown»", async () => {
  const crlUrl = await serve((_request, _body, response) => response.end("<html>"));
  const source = httpRevocation({ ocspUrl: null, crlUrls: [crlUrl] });
  expect((await source.check(good, issuer, at)).status).toBe("unknown");
});
