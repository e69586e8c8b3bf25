import type { AttachmentView } from "#lib/documents/attachment-views.ts";
import { statusOfUpload, type UploadCode } from "#lib/documents/upload-codes.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";

const minutesToWait = 10;

/** JSON that no cache keeps. */
export function answer(body: object, status = 200): Response {
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

/** A refusal as JSON: the code, and its status by contract. */
export function refusal(code: UploadCode, more: { attachment?: AttachmentView } = {}): Response {
  const made = answer({ code, ...more }, statusOfUpload(code));
  if (code === "too-often") made.headers.set("retry-after", String(minutesToWait * 60));
  return made;
}

/** The number of the region in a posted form or an address; null for a region that has no portal. */
export async function regionIdOf(slug: string): Promise<number | null> {
  return (await portalBySlug(slug))?.id ?? null;
}

/**
 * For a form that was sent without JavaScript: back to the page it came from, the outcome in the address and the paper
 * in the fragment. Null when the form named no page of this region's portal.
 */
export function backTo(
  page: string,
  regionSlug: string,
  outcome: { readonly code: UploadCode | "taken" | "changed"; readonly paper: string },
): Response | null {
  const path = safeReturnPath(page, regionSlug);
  if (path === null) return null;
  const [address = ""] = path.split("#");
  const [pathname = "", query] = address.split("?");
  const search = new URLSearchParams(query);
  search.set("upload", outcome.code);
  const paper = /^[a-z][a-z0-9-]*$/.test(outcome.paper) ? outcome.paper : "";
  if (paper === "") search.delete("paper");
  else search.set("paper", paper);
  const location = `${pathname}?${search}${paper === "" ? "" : `#paper-${paper}`}`;
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
