import { AsyncLocalStorage } from "node:async_hooks";
import { newSecret } from "./ids.ts";
import { processWide } from "./process-wide.ts";

export type RequestContext = {
  /** Goes out as `X-Request-Id` and into every log line: what a parent reads to the support desk. */
  readonly requestId: string;
  /** The address of the visitor as far as the configured proxies can be believed. */
  readonly clientIp: string;
  /** Whether the request came through a proxy: then the address of the connection says nothing about the visitor. */
  readonly viaProxy: boolean;
};

const storage = processWide("request-context", () => new AsyncLocalStorage<RequestContext>());

/** Runs `work` so that everything it calls sees `context`. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The request or job being served, or undefined outside of one. */
export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** A request id: 16 characters of base64url. */
export function newRequestId(): string {
  return newSecret(12);
}
