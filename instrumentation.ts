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
  const { loggedPath } = await import("#lib/platform/logged-path.ts");
  log.error("A page or an action failed", {
    error,
    path: loggedPath(request.path),
    method: request.method,
    route: context.routePath,
    kind: context.routeType,
  });
};
