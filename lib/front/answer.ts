import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from "node:http";
import { statusAskedFor } from "#lib/platform/answer-status.ts";
import { requestContext } from "#lib/platform/request-context.ts";
import { chooseEncoding, compress, type Encoding, isCompressible } from "./encoding.ts";
import type { KeptBodies } from "./kept-bodies.ts";
import { problemFor } from "./problem.ts";
import { hasTag, type ReadyPages } from "./ready-pages.ts";
import { type PageSettings, shapedPage } from "./shaped-page.ts";

export type AnswerSettings = PageSettings & {
  readonly kept: KeptBodies;
  readonly ready: ReadyPages;
  readonly development: boolean;
};

// Below this the headers outweigh what compression saves.
const smallBytes = 1024;
// A page is held back to be hashed and compressed whole; a long export flows as it is.
const holdBytes = 4 * 1024 * 1024;

/**
 * Changes what Next writes on its way out: a page gets its policy, everything compressible is compressed, and static
 * pages do not stay in shared caches for a year. Bodies are held back whole: pages here are never streamed (ADR 17).
 */
export function shapeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  settings: AnswerSettings,
): void {
  const original = {
    writeHead: response.writeHead.bind(response),
    write: response.write.bind(response),
    end: response.end.bind(response),
    flushHeaders: response.flushHeaders.bind(response),
  };
  const context = requestContext();
  let held: Buffer[] | undefined;
  let heldBytes = 0;
  let decided = false;
  let problem: ReturnType<typeof problemFor>;

  const decide = () => {
    if (decided) return;
    decided = true;
    // From here on Node itself calls writeHead, with the headers that have been set.
    response.writeHead = original.writeHead;
    const asked = statusAskedFor(context);
    if (asked !== undefined && response.statusCode === 200) response.statusCode = asked;
    problem = problemFor(request.url ?? "/", response.statusCode, contentType(response));
    if (problem) {
      applyHeaders(response, problem.headers);
      held = [];
      return;
    }
    correctCaching(response);
    if (mayBeHeld(request, response, settings)) held = [];
    // Without a body there are no scripts to allow; a scanner that only asks for the headers sees a policy.
    if (
      request.method === "HEAD" &&
      isPage(response) &&
      !response.hasHeader("content-security-policy")
    ) {
      response.setHeader("Content-Security-Policy", settings.pagePolicy([]));
    }
  };
  const release = () => {
    const chunks = held ?? [];
    held = undefined;
    for (const chunk of chunks) original.write(chunk);
  };

  response.writeHead = ((status: number, ...rest: unknown[]) => {
    response.statusCode = status;
    if (typeof rest[0] === "string") response.statusMessage = rest[0];
    applyHeaders(response, rest.at(-1));
    return response;
  }) as typeof response.writeHead;

  response.flushHeaders = () => {
    decide();
    if (!held) original.flushHeaders();
  };

  response.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
    decide();
    if (!held) return Reflect.apply(original.write, response, [chunk, ...rest]) as boolean;
    const bytes = toBuffer(chunk, rest[0]);
    held.push(bytes);
    heldBytes += bytes.length;
    callbackOf(rest)?.();
    if (heldBytes > holdBytes) release();
    return true;
  }) as typeof response.write;

  response.end = ((chunk?: unknown, ...rest: unknown[]) => {
    decide();
    if (!held) return Reflect.apply(original.end, response, [chunk, ...rest]) as ServerResponse;
    if (typeof chunk === "string" || chunk instanceof Uint8Array)
      held.push(toBuffer(chunk, rest[0]));
    const body = Buffer.concat(held);
    const done = callbackOf([chunk, ...rest]);
    if (problem) return original.end(problem.body, done);
    finishHeld(request, response, body, settings).then(
      (bytes) => (bytes === undefined ? original.end(done) : original.end(bytes, done)),
      () => response.destroy(),
    );
    return response;
  }) as typeof response.end;
}

async function finishHeld(
  request: IncomingMessage,
  response: ServerResponse,
  came: Buffer,
  settings: AnswerSettings,
): Promise<Buffer | undefined> {
  const { kept, ready, development } = settings;
  const page = isPage(response) && !development;
  const withPolicy = response.hasHeader("content-security-policy");
  const shape = () =>
    page
      ? shapedPage(came, { ...failureOf(request, response), withPolicy }, settings)
      : { body: came, policy: undefined };
  // The same bytes will come again, unless it is an answer to one question: that is not worth keeping.
  const comesAgain =
    response.statusCode === 200 &&
    (isImmutable(response) || (page && !withPolicy && !isForOne(response)));
  const entry = comesAgain ? kept.find(came, shape) : undefined;
  const { body, policy, negotiated } = entry ?? shape();
  if (policy) response.setHeader("Content-Security-Policy", policy);
  addVary(response);
  if (negotiated) response.setHeader("Cache-Control", "private, no-store");
  if (page && entry) response.setHeader("ETag", entry.tag);
  else if (body !== came) response.removeHeader("ETag");

  const encoding =
    body.length < smallBytes ? undefined : chooseEncoding(request.headers["accept-encoding"]);
  if (!encoding) response.setHeader("Content-Length", body.length);
  const bytes = !encoding
    ? body
    : entry
      ? await kept.encoded(entry, encoding)
      : await compress(body, encoding, false);
  if (encoding) setEncoding(response, encoding, bytes.length);
  if (page && entry) {
    ready.keep(request, response, entry.tag, bytes);
    if (request.method === "GET" && response.statusCode === 200 && hasTag(request, entry.tag)) {
      response.statusCode = 304;
      for (const name of ["Content-Length", "Content-Encoding"]) response.removeHeader(name);
      return undefined;
    }
  }
  return bytes;
}

function failureOf(request: IncomingMessage, response: ServerResponse) {
  return {
    status: response.statusCode,
    path: request.url ?? "/",
    requestId: String(response.getHeader("x-request-id") ?? ""),
    links: String(response.getHeader("link") ?? ""),
    cookie: request.headers.cookie,
    acceptLanguage: request.headers["accept-language"],
  };
}

function setEncoding(response: ServerResponse, encoding: Encoding, length: number): void {
  response.setHeader("Content-Encoding", encoding);
  response.setHeader("Content-Length", length);
  // The same words in other bytes: the tag of the original may only claim to be equivalent (RFC 9110 §8.8.1).
  const tag = response.getHeader("etag");
  if (typeof tag === "string" && !tag.startsWith("W/")) response.setHeader("ETag", `W/${tag}`);
}

function mayBeHeld(
  request: IncomingMessage,
  response: ServerResponse,
  settings: AnswerSettings,
): boolean {
  if (request.method === "HEAD" || response.statusCode === 304 || response.statusCode === 204)
    return false;
  if (response.hasHeader("content-encoding")) return false;
  const type = contentType(response);
  if (type.startsWith("text/event-stream")) return false;
  if (Number(response.getHeader("content-length") ?? 0) > holdBytes) return false;
  // In development Next streams its messages of change; only pages are touched there.
  return settings.development ? false : isCompressible(type);
}

/** Next lets shared caches keep a static page for a year: a new release would not be seen. A minute relieves as much. */
function correctCaching(response: ServerResponse): void {
  const control = String(response.getHeader("cache-control") ?? "");
  if (control.includes("s-maxage") && !/immutable|private|no-cache|no-store/.test(control)) {
    response.setHeader(
      "Cache-Control",
      "public, max-age=0, s-maxage=60, stale-while-revalidate=600",
    );
  }
  if (control === "") response.setHeader("Cache-Control", "no-store");
}

function addVary(response: ServerResponse): void {
  const vary = String(response.getHeader("vary") ?? "");
  if (!/accept-encoding/i.test(vary)) {
    response.setHeader("Vary", vary === "" ? "Accept-Encoding" : `${vary}, Accept-Encoding`);
  }
}

function isPage(response: ServerResponse): boolean {
  return contentType(response).startsWith("text/html");
}

function isImmutable(response: ServerResponse): boolean {
  return String(response.getHeader("cache-control") ?? "").includes("immutable");
}

function isForOne(response: ServerResponse): boolean {
  return /no-store|private/.test(String(response.getHeader("cache-control") ?? ""));
}

function contentType(response: ServerResponse): string {
  return String(response.getHeader("content-type") ?? "");
}

function applyHeaders(response: ServerResponse, headers: unknown): void {
  if (Array.isArray(headers)) {
    for (let i = 0; i + 1 < headers.length; i += 2)
      response.setHeader(String(headers[i]), String(headers[i + 1]));
  } else if (typeof headers === "object" && headers !== null) {
    for (const [name, value] of Object.entries(
      headers as Record<string, OutgoingHttpHeader | undefined>,
    )) {
      if (value !== undefined) response.setHeader(name, value);
    }
  }
}

function toBuffer(chunk: string | Uint8Array, encoding: unknown): Buffer {
  if (typeof chunk !== "string") return Buffer.from(chunk);
  return Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
}

function callbackOf(args: readonly unknown[]): (() => void) | undefined {
  return args.find((arg): arg is () => void => typeof arg === "function");
}
