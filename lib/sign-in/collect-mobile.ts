import { and, eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import type { EdsVerifier } from "#lib/eds/production.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { accept } from "./accept-mobile.ts";
import { relayedMessage, relayedOf } from "./mobile-relay.ts";
import { type MobileView, viewOf } from "./mobile-view.ts";
import type { MobileSigning } from "./mobile-words.ts";
import { withRegistration } from "./registered-mobile.ts";
import { isSessionId as isId } from "./session-actor.ts";

export type MobileQuestion = {
  readonly id: string;
  readonly browserSecret: string;
  readonly origin: string;
  readonly requestId: string | null;
};

/** How long the relay may keep us waiting each time that a page asks, milliseconds. */
const patience = 3_000;

/**
 * How far a signing has come, for the browser that asked for it; null for every other one. Where a relay has it, the
 * relay is asked on this occasion.
 * @param verifier made only when there is something to verify
 */
export async function howFarMobile(
  question: MobileQuestion,
  verifier: () => Promise<EdsVerifier>,
  now: Date,
): Promise<MobileView | null> {
  const row = await ownRow(question);
  if (row === null) return null;
  const before = viewOf(row, question.origin, now);
  const waiting = before.state === "waiting" || before.state === "seen";
  if (!waiting || relayedOf(row) === null) return before;
  const cms = await relayedMessage(row, patience);
  if (cms === null) return before;
  const signed = { cms, client: { relay: true }, requestId: question.requestId };
  await accept(row, signed, await verifier(), now);
  const after = await ownRow(question);
  return after === null ? null : viewOf(after, question.origin, now);
}

async function ownRow({ id, browserSecret }: MobileQuestion): Promise<MobileSigning | null> {
  if (!isId(id)) return null;
  const [row] = await db()
    .select()
    .from(mobileSigning)
    .where(and(eq(mobileSigning.id, id), eq(mobileSigning.browserHash, sha256Hex(browserSecret))));
  return row === undefined ? null : withRegistration(db(), row);
}
