import { processWide } from "./process-wide.ts";
import { type RequestContext, requestContext } from "./request-context.ts";

const asked = processWide("answer-status", () => new WeakMap<RequestContext, number>());

/**
 * From a page that has words of its own and still must not answer 200: the front puts the status on it. Next knows only
 * `notFound()`, which leaves the page empty for a reader without JavaScript.
 */
export function answerWithStatus(status: number): void {
  const context = requestContext();
  if (context !== undefined) asked.set(context, status);
}

/** What the page of the request being served asked for. */
export function statusAskedFor(context: RequestContext | undefined): number | undefined {
  return context === undefined ? undefined : asked.get(context);
}
