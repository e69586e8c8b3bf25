import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { destinationsOf } from "#lib/platform/destinations.ts";
import type { Env } from "#lib/platform/env.ts";
import { isStopping } from "#lib/platform/lifecycle.ts";
import { log } from "#lib/platform/log.ts";
import { loggedPath } from "#lib/platform/logged-path.ts";
import { count, observe } from "#lib/platform/metrics.ts";
import { newRequestId, withRequestContext } from "#lib/platform/request-context.ts";
import { commonHeaders, nothingPolicy, staticPolicy } from "#lib/platform/security-headers.ts";
import { shapeAnswer } from "./answer.ts";
import { builtSheet } from "./built-sheet.ts";
import { refusedBody } from "./body-limit.ts";
import { KeptBodies } from "./kept-bodies.ts";
import { answerOldPage } from "./old-page.ts";
import { answerOpenData } from "./open-data.ts";
import { pageScriptAddress } from "./page-script.ts";
import { problemAnswer } from "./problem.ts";
import { ReadyPages } from "./ready-pages.ts";
import { refusedRequest } from "./refused-request.ts";
import { sourceOf } from "./request-source.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

/**
 * The server that stands before Next: request id, headers, policy, compression, limits; pages that are the same for
 * everybody it gives itself.
 * @param upgrade takes WebSockets, for `next dev` only: in production nothing of ours speaks them
 */
export function frontServer(environment: Env, handle: Handler, upgrade?: Upgrade): Server {
  const development = upgrade !== undefined;
  const to = destinationsOf(environment, development);
  const portal = new URL(environment.NEXTAUTH_URL);
  const headers = Object.entries(commonHeaders(portal.protocol === "https:"));
  const settings = {
    kept: new KeptBodies(),
    ready: new ReadyPages(),
    pageScript: pageScriptAddress(),
    sheet: builtSheet(),
    pagePolicy: (hashes: readonly string[]) => staticPolicy(hashes, to),
    development,
  };

  const server = createServer((request, response) => {
    const started = performance.now();
    const source = sourceOf(request, environment.TRUST_PROXY, portal.host);
    const requestId = newRequestId();
    request.headers["x-request-id"] = requestId;
    response.setHeader("X-Request-Id", requestId);
    for (const [name, value] of headers) response.setHeader(name, value);
    if (isStopping()) response.setHeader("Connection", "close");
    response.once("close", () => record(request, response, started));

    withRequestContext({ requestId, ...source }, () => {
      if (answerOpenData(request, response)) return;
      const refused = refusedRequest(request, portal.host) ?? refusedBody(request);
      if (refused) return refuse(response, refused);
      if (settings.ready.answer(request, response)) return;
      shapeAnswer(request, response, settings);
      answerOldPage(request, response, environment);
      handle(request, response).catch((error: unknown) => {
        log.error("Request failed", { error, path: pathOf(request) });
        if (response.headersSent) response.destroy();
        else refuse(response, 500);
      });
    });
  });
  // A socket that asks to change protocol is a way around everything above.
  server.on("upgrade", (request, socket, head) => {
    if (upgrade) void upgrade(request, socket, head);
    else socket.destroy();
  });
  server.headersTimeout = 20_000;
  // A scan of ten megabytes over a village's mobile network takes its time.
  server.requestTimeout = 180_000;
  server.keepAliveTimeout = 65_000;
  return server;
}

function refuse(response: ServerResponse, status: number): void {
  const { headers, body } = problemAnswer(status, codes[status] ?? "error");
  response.writeHead(status, {
    ...headers,
    "Content-Security-Policy": nothingPolicy,
    // The body that was refused is still on its way: it is not read.
    Connection: "close",
  });
  response.end(body);
}

const codes: Readonly<Record<number, string>> = {
  400: "malformed",
  403: "foreign-origin",
  411: "length-required",
  413: "too-large",
  500: "failed",
};

function record(request: IncomingMessage, response: ServerResponse, started: number): void {
  const seconds = (performance.now() - started) / 1000;
  const path = pathOf(request);
  if (path.startsWith("/_next/static/") || path.startsWith("/api/health/")) return;
  const status = `${Math.floor(response.statusCode / 100)}xx`;
  count("http_requests_total", "Answers given", { method: request.method ?? "", status });
  observe("http_request_seconds", "Time to the end of the answer", seconds);
  if (response.statusCode >= 500) {
    log.warn("Answered with an error", {
      method: request.method,
      path,
      status: response.statusCode,
    });
  }
}

function pathOf(request: IncomingMessage): string {
  return loggedPath(request.url ?? "/");
}
