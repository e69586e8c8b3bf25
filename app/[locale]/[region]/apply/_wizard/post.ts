import type { PortalPath } from "#app/_request/actor.ts";
import { signInPath } from "#app/_request/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";

/**
 * The form's pages are plain posts answered with 303 and a full load, with and without scripts: the browser's «back»
 * then asks for the page again and shows what was saved, instead of a copy made before it was typed.
 */
export function seeOther(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, "cache-control": "no-store" },
  });
}

/** The answer to a post that no page of ours sent, or that cannot be read. */
export function refused(status: 400 | 403 | 404): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}

const mostFields = 60;

/** The text fields of a form post; null when it is none. A repeated name keeps its first value. */
export async function readForm(request: Request): Promise<ReadonlyMap<string, string> | null> {
  let data: FormData;
  try {
    data = await request.formData();
  } catch {
    return null;
  }
  const fields = new Map<string, string>();
  for (const [name, value] of data) {
    if (typeof value === "string" && !fields.has(name)) fields.set(name, value);
    if (fields.size > mostFields) return null;
  }
  return fields;
}

export const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** The name under which typing into a draft is kept while its owner signs in again. */
export function draftTyping(regionId: number, draftId: string): string {
  return `draft:${regionId}:${draftId}`;
}

/** Where a refused person goes on: to sign in, or to sign in more strongly, and back; `null` for «no such thing». */
export function wayOfRefusal(
  portal: PortalPath,
  refusal: Refusal,
  returnTo: string,
): string | null {
  // Whoever is in already is shown the strong ways only, and why.
  return refusal === "not-yours" ? null : signInPath(portal, returnTo);
}
