import { withFailureInWords, type Failure } from "./failed-page.ts";
import { inlineScriptHashes } from "./page-policy.ts";
import { stillPage } from "./still-page.ts";

export type PageSettings = {
  /** The policy of a page that came without one, from the hashes of its inline scripts. */
  readonly pagePolicy: (scriptHashes: readonly string[]) => string;
  /** The address of public/page.js. */
  readonly pageScript: string;
};

export type ShapedPage = {
  readonly body: Buffer;
  /** The policy it needs; undefined when it came with its own and keeps it. */
  readonly policy: string | undefined;
};

/** A page as it leaves the house: a still one without the framework, an empty one with words, each with its policy. */
export function shapedPage(
  body: Buffer,
  came: Failure & { readonly withPolicy: boolean },
  { pagePolicy, pageScript }: PageSettings,
): ShapedPage {
  const html = body.toString("utf8");
  const still = stillPage(html, pageScript);
  // Nothing inline is left: the strictest policy, whatever the page came with.
  if (still !== undefined) return { body: Buffer.from(still), policy: pagePolicy([]) };
  const words = withFailureInWords(html, came);
  return {
    body: words === undefined ? body : Buffer.from(words),
    policy: came.withPolicy ? undefined : pagePolicy(inlineScriptHashes(html)),
  };
}
