import type { IncomingMessage, ServerResponse } from "node:http";
import { problemAnswer } from "./problem.ts";

const methods = "GET, HEAD, OPTIONS";
const kept = 24 * 3_600;

/**
 * What every answer under `/api/v1` has, also those that no route gives: it may be read by any page of the world. A
 * question before the question (a preflight, which browsers send for a GET with `If-None-Match`) is answered here, and
 * so is whoever wants to write.
 * @returns whether the answer is complete
 */
export function answerOpenData(request: IncomingMessage, response: ServerResponse): boolean {
  if (!/^\/api\/v1(?:[/?]|$)/.test(request.url ?? "")) return false;
  response.setHeader("Access-Control-Allow-Origin", "*");
  response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  const method = request.method ?? "GET";
  if (method === "GET" || method === "HEAD") return false;
  response.setHeader("Allow", methods);
  if (method === "OPTIONS") {
    response.writeHead(204, {
      "Access-Control-Allow-Methods": methods,
      "Access-Control-Allow-Headers": "*",
      "Access-Control-Max-Age": String(kept),
      "Cache-Control": `public, max-age=${kept}`,
    });
    response.end();
    return true;
  }
  const { headers, body } = problemAnswer(405, "read-only");
  response.writeHead(405, {
    ...headers,
    // What was sent along is not read.
    Connection: "close",
  });
  response.end(body);
  return true;
}
