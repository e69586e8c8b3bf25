/**
 * What was typed and not yet saved, in the tab's own storage: it outlives a lost connection, a session that ended, and
 * the way to the sign-in and back. It goes when the tab is closed or when the server has it.
 */
export type Typing = Readonly<Record<string, string>>;

type Kept = { readonly values: Typing; readonly posted: boolean };

/** Begins the name of everything kept: the page after signing out has it forgotten by this. */
export const typingPrefix = "kezek-typed";

const prefix = typingPrefix;

const keyOf = (draftId: string, step: string) => `${prefix}:${draftId}:${step}`;

/** Remembers the unsaved fields of a page; nothing is kept when there are none. */
export function keepTyping(
  storage: Storage,
  at: { readonly draftId: string; readonly step: string },
  values: Typing,
  posted = false,
): void {
  const key = keyOf(at.draftId, at.step);
  if (Object.keys(values).length === 0) return storage.removeItem(key);
  try {
    storage.setItem(key, JSON.stringify({ values, posted } satisfies Kept));
  } catch {
    // A full or forbidden storage: the page still saves to the server.
  }
}

/**
 * What is to be put back into a page that has just been loaded. Fields that were sent with a form which brought the
 * parent on to another page, or back with something to mend, have arrived and are forgotten.
 */
export function takeTyping(
  storage: Storage,
  at: { readonly draftId: string; readonly step: string; readonly answered: boolean },
): Typing {
  for (const key of Object.keys(storage)) {
    if (!key.startsWith(`${prefix}:${at.draftId}:`)) continue;
    const elsewhere = key !== keyOf(at.draftId, at.step);
    if ((elsewhere || at.answered) && read(storage, key)?.posted) storage.removeItem(key);
  }
  return read(storage, keyOf(at.draftId, at.step))?.values ?? {};
}

/** Forgets all typing of this tab: whoever signed out leaves nothing to the next person at the computer. */
export function forgetTyping(storage: Storage): void {
  for (const key of Object.keys(storage)) {
    if (key.startsWith(`${prefix}:`)) storage.removeItem(key);
  }
}

function read(storage: Storage, key: string): Kept | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "null");
    if (typeof kept !== "object" || kept === null || !("values" in kept)) return null;
    const { values } = kept;
    if (typeof values !== "object" || values === null) return null;
    const texts = Object.entries(values).filter((entry) => typeof entry[1] === "string");
    return { values: Object.fromEntries(texts), posted: "posted" in kept && kept.posted === true };
  } catch {
    return null;
  }
}
