import { sha256Hex } from "./ids.ts";
import { type Lock, seal } from "./sealed.ts";

// What somebody typed and could not send, in a sealed cookie until the form is open again.

export type Typing = Readonly<Record<string, string>>;

export const typedNoteSeconds = 30 * 60;
/** Browsers keep cookies of 4096 bytes, name and attributes included. */
const mostLetters = 3_800;

/** The cookie's name. `__Host-` keeps a neighbour under the same domain from planting one. */
export function typedNoteName(secure: boolean): string {
  return `${secure ? "__Host-" : ""}kezek-typed`;
}

/** For what was typed into a page of an older release: it opens on that page, for the same session. */
export function oldPageLock(secret: string, sessionCookie: string, path: string): Lock {
  return { secret, purpose: `typing:page:${sha256Hex(sessionCookie)}:${path}` };
}

/**
 * Seals as much of it as a cookie holds, the short fields first: what is sensible is short. Null when there is nothing to keep.
 */
export function sealTyping(typing: Typing, lock: Lock, now: Date): string | null {
  const until = new Date(now.getTime() + typedNoteSeconds * 1000);
  const shortFirst = Object.entries(typing).toSorted((a, b) => a[1].length - b[1].length);
  for (; shortFirst.length > 0; shortFirst.pop()) {
    const note = seal(Object.fromEntries(shortFirst), lock, until);
    if (note.length <= mostLetters) return note;
  }
  return null;
}
