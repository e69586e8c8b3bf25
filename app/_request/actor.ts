import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { anonymous, type Actor, type PersonActor } from "#lib/access/actor.ts";
import { type Locale, localeCookie, negotiate } from "#lib/i18n/locales.ts";
import { sessionActor, type SignedIn } from "#lib/sign-in/session-actor.ts";
import { readSessionId } from "./session-cookie.ts";

/** Who is signed in, with the name for the corner of the page; null for a visitor. Read once per request. */
export const getSignedIn = cache(async (): Promise<SignedIn | null> => {
  const sessionId = await readSessionId();
  return sessionId === null ? null : sessionActor(db(), sessionId, await currentInstant());
});

/**
 * Who asks: every page, action and route begins here and hands the actor to its room, which decides. A revoked, slept
 * or ended session is a visitor.
 */
export async function getActor(): Promise<Actor> {
  const signedIn = await getSignedIn();
  if (signedIn !== null) return signedIn.actor;
  const [cookieJar, headerList] = await Promise.all([cookies(), headers()]);
  return anonymous(
    negotiate(cookieJar.get(localeCookie)?.value, headerList.get("accept-language")),
  );
}

export type PortalPath = { readonly locale: Locale; readonly regionSlug: string };

/** The sign-in page that leads back to `returnTo`, a path of the same portal (checked again when it is followed). */
export function signInPath(portal: PortalPath, returnTo?: string): string {
  const query = returnTo === undefined ? "" : `?return=${encodeURIComponent(returnTo)}`;
  return `/${portal.locale}/${portal.regionSlug}/sign-in${query}`;
}

/**
 * The signed-in person for a page of the cabinet; a visitor is sent to sign in and comes back to `returnTo`. A
 * convenience, not a guard: the rooms authorize.
 */
export async function requirePerson(portal: PortalPath, returnTo: string): Promise<PersonActor> {
  const actor = await getActor();
  return actor.kind === "person" ? actor : redirect(signInPath(portal, returnTo));
}
