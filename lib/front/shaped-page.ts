import { withFailureInWords, type Failure } from "./failed-page.ts";
import { inlineScriptHashes } from "./page-policy.ts";
import { stillPage } from "./still-page.ts";

export type PageSettings = {
  /** The policy of a page that came without one, from the hashes of its inline scripts. */
  readonly pagePolicy: (scriptHashes: readonly string[]) => string;
  /** The address of public/page.js. */
  readonly pageScript: string;
  /** The address of the style sheet, for pages of the front's own. */
  readonly sheet: string | undefined;
};

export type ShapedPage = {
  readonly body: Buffer;
  /** The policy it needs; undefined when it came with its own and keeps it. */
  readonly policy: string | undefined;
  /** It is for this reader only: in the language that was asked for. */
  readonly negotiated?: boolean;
};

/** A page as it leaves the house: a still one without the framework, an empty one with words, each with its policy. */
export function shapedPage(
  body: Buffer,
  came: Omit<Failure, "sheet"> & { readonly withPolicy: boolean },
  { pagePolicy, pageScript, sheet }: PageSettings,
): ShapedPage {
  const html = body.toString("utf8");
  const words = withFailureInWords(html, { ...came, sheet });
  if (words !== undefined && !words.scripts) {
    const { negotiated } = words;
    return { body: Buffer.from(words.html), policy: pagePolicy([]), negotiated };
  }
  const still = stillPage(html, pageScript);
  // Nothing inline is left: the strictest policy, whatever the page came with.
  if (still !== undefined) {
    return { body: Buffer.from(still), policy: pagePolicy([]) };
  }
  return {
    body: words === undefined ? body : Buffer.from(words.html),
    policy: came.withPolicy ? undefined : pagePolicy(inlineScriptHashes(html)),
  };
}
