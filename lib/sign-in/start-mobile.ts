import { and, eq, inArray } from "drizzle-orm";
import { transaction, type Tx } from "#db/client.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { signingView } from "#lib/applications/compose.ts";
import type { RelayFailure } from "#lib/eds/mgov-relay.ts";
import { newId, newSecret, newShortCode, sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { mobileMilliseconds } from "./mobile-limits.ts";
import { relaySigning } from "./mobile-relay.ts";
import { documentNames, type MobileSigning } from "./mobile-words.ts";
import { safeReturnPath } from "./return-path.ts";
import { type ChallengeOrder, startChallenge } from "./start-challenge.ts";

type Started = { readonly id: string };

/**
 * Begins a sign-in by eGov Mobile for this browser. What the telephone signs is made when it asks (`openOnPhone`), so
 * that each telephone gets a text and a code of its own. Never through the relay: that keeps one description for all, and
 * whoever shows the QR code around could read the entry code there.
 * @returns `too-many` with the seconds to wait
 */
export async function startMobileSignIn(
  order: ChallengeOrder & { readonly returnTo: unknown },
  now: Date,
): Promise<Result<Started, "too-many", { readonly seconds: number }>> {
  const challenge = await startChallenge(order, now);
  if (!challenge.ok) return challenge;
  const { portal, locale } = order;
  const row = blank(
    {
      regionId: portal.id,
      purpose: "sign-in",
      subjectId: challenge.value.id,
      browserHash: sha256Hex(order.browserSecret),
      sessionId: null,
      locale,
      displayCode: newShortCode(),
      content: challenge.value.content,
      returnTo: safeReturnPath(order.returnTo, portal.slug),
    },
    now,
  );
  await transaction(async (tx) => {
    await replaceFormer(tx, row);
    await tx.insert(mobileSigning).values(row);
  });
  return ok({ id: row.id });
}

export type MobileSubmission = {
  readonly portal: ChallengeOrder["portal"];
  readonly draftId: string;
  /** The text that the page shows; another one must be read first. */
  readonly requestId: string;
  readonly browserSecret: string;
  readonly origin: string;
};

/** Begins the signing of an application by eGov Mobile: the frozen bytes, for the person who is signed in. */
export async function startMobileSubmission(
  actor: Actor,
  order: MobileSubmission,
  now: Date,
): Promise<Result<Started, Refusal | "request-stale" | RelayFailure>> {
  const { portal, draftId, origin } = order;
  const view = await signingView(actor, { regionId: portal.id, draftId }, now);
  if (!view.ok) return view;
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "application.submit", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  const signing = view.value;
  const code = signing?.content.code;
  if (signing === null || signing.requestId !== order.requestId || code === undefined) {
    return fail("request-stale");
  }
  const row = blank(
    {
      regionId: portal.id,
      purpose: "application",
      subjectId: signing.requestId,
      browserHash: sha256Hex(order.browserSecret),
      sessionId: actor.sessionId,
      locale: signing.content.language,
      displayCode: code,
      content: new Uint8Array(Buffer.from(signing.contentBase64, "base64")),
      returnTo: null,
    },
    now,
  );
  const relayed = await relaySigning(row, { portal, origin });
  if (!relayed.ok) return relayed;
  await transaction(async (tx) => {
    await replaceFormer(tx, row);
    await tx
      .insert(mobileSigning)
      .values(relayed.value === null ? row : given({ ...row, relay: relayed.value }));
  });
  return ok({ id: row.id });
}

type Beginning = Pick<
  MobileSigning,
  | "regionId"
  | "purpose"
  | "subjectId"
  | "browserHash"
  | "sessionId"
  | "locale"
  | "displayCode"
  | "content"
  | "returnTo"
>;

function blank(beginning: Beginning, now: Date): MobileSigning {
  return {
    id: newId(),
    ...beginning,
    // Nobody has it: the telephone gets one when it asks.
    tokenHash: sha256Hex(newSecret()),
    entryCode: null,
    entryAttempts: 0,
    opened: 0,
    description: documentNames(beginning.purpose, beginning.displayCode),
    state: "waiting",
    outcome: null,
    outcomeAt: null,
    evidenceId: null,
    cms: null,
    relay: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + mobileMilliseconds),
    signedAt: null,
    usedAt: null,
  };
}

/** A relay has the text from the beginning, and we do not learn when a telephone asks it. */
function given(row: MobileSigning): MobileSigning {
  return { ...row, state: "seen" };
}

/** One QR code at a time for a browser: the one on the screen. */
async function replaceFormer(tx: Tx, { browserHash, purpose }: MobileSigning): Promise<void> {
  await tx
    .update(mobileSigning)
    .set({ state: "refused", outcome: "replaced" })
    .where(
      and(
        eq(mobileSigning.browserHash, browserHash),
        eq(mobileSigning.purpose, purpose),
        inArray(mobileSigning.state, ["waiting", "seen", "signed"]),
      ),
    );
}
