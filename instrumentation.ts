import type { Instrumentation } from "next";

// Next compiles this file for its edge runtime too, which has none of Node's modules: they are loaded where they are.

/** Once per server, before the first request: a wrong environment stops the start. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("#lib/platform/env.ts");
  env();
}

/** Errors of pages and actions, under the digest that the error page shows to the visitor. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("#lib/platform/log.ts");
  log.error("A page or an action failed", {
    error,
    // Without the query: it may hold what a person typed.
    path: request.path.split("?", 1)[0],
    method: request.method,
    route: context.routePath,
    kind: context.routeType,
  });
};
