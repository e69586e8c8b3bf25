import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { answerOcsp, answerTsp, crlOf } from "#lib/eds/signing/demo-ca.ts";
import type { DemoAuthority } from "./demo-ca.ts";
import { listenOn, shut } from "./listening.ts";
import type { ResponderMode } from "./responder-mode.ts";

export type ResponderOptions = {
  readonly ca: DemoAuthority;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** The demo's clock: its answers must be fresh by the clock of those who ask. */
  readonly now: () => Promise<Date>;
  readonly mode?: () => Promise<ResponderMode>;
};

export type Responder = {
  /** For `EDS_OCSP_URL` and `EDS_CRL_URLS`. */
  readonly ocspUrl: string;
  readonly crlUrls: readonly string[];
  /** For `EDS_TSP_URL`. */
  readonly tspUrl: string;
  close(): Promise<void>;
};

const slowness = 3_000;
const maxRequest = 64 * 1024;

/**
 * OCSP (RFC 6960, by POST), timestamps (RFC 3161) and revocation lists of the demo's authority, over HTTP, on this
 * computer only.
 */
export async function startResponder(options: ResponderOptions): Promise<Responder> {
  const { ca, now, mode = async () => "normal" as const } = options;
  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const behaviour = await mode();
    if (behaviour === "down") {
      request.socket.destroy();
      return;
    }
    if (behaviour === "slow") await delay(slowness);
    const at = await now();
    const path = new URL(request.url ?? "/", "http://responder").pathname;
    if (request.method === "POST" && path === "/ocsp") {
      send(
        response,
        "application/ocsp-response",
        answerOcsp(await ca.at(at), await bodyOf(request), at),
      );
    } else if (request.method === "POST" && path === "/tsp") {
      send(
        response,
        "application/timestamp-reply",
        answerTsp(await ca.at(at), await bodyOf(request), at),
      );
    } else if (request.method === "GET" && path === "/gost.crl") {
      send(response, "application/pkix-crl", crlOf(await ca.at(at), "gost", at));
    } else if (request.method === "GET" && path === "/rsa.crl") {
      send(response, "application/pkix-crl", crlOf(await ca.at(at), "rsa", at));
    } else if (request.method === "GET" && path === "/nca-test.crl" && ca.ncaTest?.crl) {
      send(response, "application/pkix-crl", ca.ncaTest.crl);
    } else {
      response.writeHead(404).end();
    }
  }

  const origin = await listenOn(server, options.port, options.host ?? "127.0.0.1");
  const lists = ["gost", "rsa", ...(ca.ncaTest?.crl ? ["nca-test"] : [])];
  return {
    ocspUrl: `http://${origin}/ocsp`,
    tspUrl: `http://${origin}/tsp`,
    crlUrls: lists.map((list) => `http://${origin}/${list}.crl`),
    close: () => shut(server),
  };
}

function send(response: ServerResponse, type: string, body: Uint8Array): void {
  response.writeHead(200, {
    "content-type": type,
    "content-length": body.length,
    "cache-control": "no-store",
  });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > maxRequest) throw new Error("no request is ever that long");
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
