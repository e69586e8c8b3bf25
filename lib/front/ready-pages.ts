import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { chooseEncoding } from "./encoding.ts";

type Ready = {
  readonly headers: OutgoingHttpHeaders;
  readonly tag: string;
  readonly body: Buffer;
  /** Milliseconds of the clock given. */
  readonly madeAt: number;
  /** When Next was last asked for a newer one. */
  askedAt: number;
};

// For a second a page is given as it is; Next then says whether it has changed, once for all who ask meanwhile. At the
// hour when everybody opens the same page, Next makes it once a second.
const fresh = 1_000;
// While it is being asked, the others get the page they would have got a moment ago, but never an old one.
const bearable = 5_000;
// A question that has not been answered for so long is asked again by somebody else.
const patience = 2_000;

const limitPages = 1_000;
const limitBytes = 64 * 1024 * 1024;

// By these the same address gets something else than a page: pieces for Next's router, a part of a file.
const asksForAnother = [
  "rsc",
  "next-action",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-router-state-tree",
  "next-url",
  "range",
  "authorization",
] as const;
const knownVary = new Set([...asksForAnother, "accept-encoding"] as readonly string[]);
// Belong to one answer and not to the page.
const ofOneAnswer = ["x-request-id", "connection", "keep-alive", "date", "transfer-encoding"];

/**
 * Pages that are the same for everybody, given without asking Next. What may be kept says so itself: a static page of
 * Next's (`s-maxage`) that sets no cookie and varies by nothing but what is looked at here. A page that read a cookie
 * is dynamic and says `no-store`. The memory is the process's: another build begins with none.
 */
export class ReadyPages {
  readonly #pages = new Map<string, Ready>();
  readonly #now: () => number;
  #bytes = 0;

  /** @param now milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Answers when the page is there and young enough. @returns whether it did */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (!asksForPage(request)) return false;
    const ready = this.#pages.get(keyOf(request));
    if (ready === undefined) return false;
    const now = this.#now();
    const age = now - ready.madeAt;
    if (age > bearable) return false;
    if (age > fresh && now - ready.askedAt > patience) {
      ready.askedAt = now;
      return false;
    }
    if (hasTag(request, ready.tag)) {
      const { "content-length": _, "content-encoding": __, ...headers } = ready.headers;
      response.writeHead(304, headers).end();
    } else {
      response.writeHead(200, ready.headers).end(ready.body);
    }
    return true;
  }

  /** Keeps an answer for those who come next, if it is the same for everybody. */
  keep(request: IncomingMessage, response: ServerResponse, tag: string, body: Buffer): void {
    if (!asksForPage(request) || !isForEverybody(response)) return;
    const headers: OutgoingHttpHeaders = { ...response.getHeaders() };
    for (const name of ofOneAnswer) Reflect.deleteProperty(headers, name);
    const now = this.#now();
    const key = keyOf(request);
    this.#drop(key);
    this.#pages.set(key, { headers, tag, body, madeAt: now, askedAt: -Infinity });
    this.#bytes += body.length;
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= limitPages && this.#bytes <= limitBytes) break;
      this.#drop(oldest);
    }
  }

  get count(): number {
    return this.#pages.size;
  }

  #drop(key: string): void {
    this.#bytes -= this.#pages.get(key)?.body.length ?? 0;
    this.#pages.delete(key);
  }
}

/** Whether the browser already has it (RFC 9110 §13.1.2: weak comparison). */
export function hasTag(request: IncomingMessage, tag: string): boolean {
  const asked = request.headers["if-none-match"];
  if (asked === undefined) return false;
  const bare = (each: string) => each.trim().replace(/^W\//, "");
  return asked.split(",").some((each) => each.trim() === "*" || bare(each) === bare(tag));
}

// A question mark makes another address, and there are endlessly many of them.
function asksForPage({ method, url, headers }: IncomingMessage): boolean {
  return (
    method === "GET" &&
    url !== undefined &&
    !url.includes("?") &&
    asksForAnother.every((name) => headers[name] === undefined)
  );
}

function isForEverybody(response: ServerResponse): boolean {
  const header = (name: string) => String(response.getHeader(name) ?? "").toLowerCase();
  return (
    response.statusCode === 200 &&
    header("content-type").startsWith("text/html") &&
    header("cache-control").includes("s-maxage") &&
    !/private|no-store|no-cache/.test(header("cache-control")) &&
    !response.hasHeader("set-cookie") &&
    header("vary")
      .split(",")
      .every((name) => knownVary.has(name.trim()))
  );
}

function keyOf(request: IncomingMessage): string {
  return `${chooseEncoding(request.headers["accept-encoding"]) ?? ""} ${request.url}`;
}
