import { eq } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { signInChallenge } from "#db/schema/eds.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import { documentAnswer, signingAnswer } from "#lib/eds/mgov.ts";
import { newSecret, newShortCode, sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { organisationOf, portalById } from "#lib/regions/views.ts";
import { composeMobileChallenge } from "./mobile-challenge.ts";
import { mostOpenings } from "./mobile-limits.ts";
import { describeSigning, documentFacts, type MobileSigning } from "./mobile-words.ts";
import { isSessionId as isId } from "./session-actor.ts";

/** `late`: its time is over, or it was signed or refused already. */
export type PhoneRefusal = "not-found" | "wrong-token" | "late";

/**
 * API №1, what a telephone learns from the QR code. Each call gives another token, and at sign-in another text and
 * another code to type; what was given before is void. Whoever has shown somebody else his own QR code may call this as
 * well, but never learns the code of the telephone that signs.
 * @param origin scheme, host and port of the portal
 */
export async function openOnPhone(
  id: string,
  origin: string,
  now: Date,
): Promise<Result<ReturnType<typeof signingAnswer>, PhoneRefusal>> {
  if (!isId(id)) return fail("not-found");
  return await transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(mobileSigning)
      .where(eq(mobileSigning.id, id))
      .for("update");
    if (!row || row.relay !== null) return fail("not-found");
    if (!isOpen(row, now) || row.opened >= mostOpenings) return fail("late");
    const portal = await portalById(row.regionId, tx);
    const organisation = await organisationOf(row.regionId, tx);
    if (portal === null || organisation === null) return fail("not-found");
    const token = newSecret();
    const entryCode = row.purpose === "sign-in" ? newShortCode(row.displayCode) : null;
    const shown = { ...row, entryCode };
    const content =
      row.purpose === "sign-in"
        ? composeMobileChallenge({ row: shown, portal, origin }, now)
        : row.content;
    await tx
      .update(mobileSigning)
      .set({
        tokenHash: sha256Hex(token),
        entryCode,
        content,
        opened: row.opened + 1,
        state: "seen",
      })
      .where(eq(mobileSigning.id, id));
    if (row.purpose === "sign-in") await keepChallenge(tx, row.subjectId, content);
    return ok(
      signingAnswer({
        description: describeSigning({ ...shown, portal, origin }),
        expiresAt: row.expiresAt,
        organisation,
        documentUrl: `${origin}/api/mgov/${id}/document`,
        token,
      }),
    );
  });
}

/** API №2, asking: the text with its facts, for the token that was given last. */
export async function documentOnPhone(
  id: string,
  token: string | null,
  now: Date,
): Promise<Result<ReturnType<typeof documentAnswer>, PhoneRefusal>> {
  const found = await rowOnPhone(id, token);
  if (!found.ok) return found;
  const row = found.value;
  if (!isOpen(row, now)) return fail("late");
  const { description: names, content } = row;
  return ok(documentAnswer({ names, meta: documentFacts(row), content }));
}

/** The signing that a telephone means by its address and token. */
export async function rowOnPhone(
  id: string,
  token: string | null,
): Promise<Result<MobileSigning, PhoneRefusal>> {
  if (!isId(id)) return fail("not-found");
  const [row] = await db().select().from(mobileSigning).where(eq(mobileSigning.id, id));
  if (!row || row.relay !== null) return fail("not-found");
  // Compared by their digests: how far two of them agree tells nothing.
  if (token === null || sha256Hex(token) !== row.tokenHash) return fail("wrong-token");
  return ok(row);
}

function isOpen(row: MobileSigning, now: Date): boolean {
  const waiting = row.state === "waiting" || row.state === "seen";
  return waiting && row.cms === null && row.expiresAt > now;
}

async function keepChallenge(tx: Tx, id: string, content: Uint8Array): Promise<void> {
  await tx.update(signInChallenge).set({ content }).where(eq(signInChallenge.id, id));
}
