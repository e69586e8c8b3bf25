import { and, desc, eq, gt, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { entryTries, tellingMilliseconds, typingMilliseconds } from "./mobile-limits.ts";
import { relayedOf } from "./mobile-relay.ts";
import type { MobileSigning } from "./mobile-words.ts";
import { withRegistration } from "./registered-mobile.ts";

/** The browser that asked, and what it asked for. */
export type MobileAsker = {
  readonly browserSecret: string;
  readonly regionId: number;
} & (
  | { readonly purpose: "sign-in" }
  /** `subjectId`: the signing request. */
  | { readonly purpose: "application"; readonly subjectId: string }
);

export type MobileView = {
  readonly id: string;
  /** `late` as soon as it can come to nothing any more. */
  readonly state: "waiting" | "seen" | "signed" | "refused" | "done" | "late";
  /** The code that must stand on the telephone too. */
  readonly code: string;
  /** Whether the code of the telephone has still to be typed. */
  readonly asksCode: boolean;
  readonly triesLeft: number;
  /** The address of API №1. */
  readonly address: string;
  readonly expiresAt: Date;
  readonly outcome: string | null;
  readonly outcomeAt: Date | null;
  readonly returnTo: string | null;
};

/** The latest signing of this browser; null when there is none to tell of. Another browser's is never found. */
export async function mobileSigningOf(
  asker: MobileAsker,
  origin: string,
  now: Date,
): Promise<MobileView | null> {
  const row = await latestSigning(asker, now);
  return row === null ? null : viewOf(await withRegistration(db(), row), origin, now);
}

export async function latestSigning(asker: MobileAsker, now: Date): Promise<MobileSigning | null> {
  const [row] = await db()
    .select()
    .from(mobileSigning)
    .where(
      and(
        eq(mobileSigning.browserHash, sha256Hex(asker.browserSecret)),
        eq(mobileSigning.regionId, asker.regionId),
        eq(mobileSigning.purpose, asker.purpose),
        gt(mobileSigning.createdAt, new Date(now.getTime() - tellingMilliseconds)),
        asker.purpose === "sign-in"
          ? isNull(mobileSigning.usedAt)
          : eq(mobileSigning.subjectId, asker.subjectId),
      ),
    )
    .orderBy(desc(mobileSigning.createdAt))
    .limit(1);
  return row ?? null;
}

/** What the page of a signing shows. Pure. */
export function viewOf(row: MobileSigning, origin: string, now: Date): MobileView {
  return {
    id: row.id,
    state: isLate(row, now) ? "late" : row.state,
    code: row.displayCode,
    // Null before a telephone asked, and again once the right code was typed.
    asksCode: row.purpose === "sign-in" && !codeWasTyped(row),
    triesLeft: entryTries - row.entryAttempts,
    address: relayedOf(row)?.address ?? `${origin}/api/mgov/${row.id}`,
    expiresAt: row.expiresAt,
    outcome: row.outcome,
    outcomeAt: row.outcomeAt,
    returnTo: row.returnTo,
  };
}

/** Whether the code of the telephone that has the text was typed. Pure. */
export function codeWasTyped(row: Pick<MobileSigning, "entryCode" | "state">): boolean {
  return row.entryCode === null && row.state !== "waiting";
}

/** Whether it is too late for the next step: to sign, or to type the code of what is signed. Pure. */
export function isLate(row: MobileSigning, now: Date): boolean {
  if (row.state === "waiting" || row.state === "seen") return row.expiresAt <= now;
  if (row.state !== "signed" || row.signedAt === null) return false;
  return now.getTime() - row.signedAt.getTime() >= typingMilliseconds;
}
