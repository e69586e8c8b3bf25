import { cookies } from "next/headers";
import { z } from "zod";
import { db } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { env } from "#lib/platform/env.ts";
import { type Lock, unseal } from "#lib/platform/sealed.ts";
import {
  oldPageLock,
  sealTyping,
  typedNoteName,
  typedNoteSeconds,
  type Typing,
} from "#lib/platform/typed-note.ts";
import { sessionOwner } from "#lib/sign-in/session-owner.ts";
import { readSessionId, secureCookies, sessionCookieName } from "./session-cookie.ts";

/*
 * What somebody typed into a form whose session had ended when it was sent. Without scripts the post is all there is of
 * it: it goes into a sealed cookie, the person signs in again, and the form shows it. It opens for the same person and
 * the same form only, on this browser, within half an hour.
 */

const shape = z.record(z.string(), z.string());

function options(maxAge: number) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies(), maxAge } as const;
}

function lockOf(personId: string, form: string): Lock {
  return { secret: env().NEXTAUTH_SECRET, purpose: `typing:${personId}:${form}` };
}

/**
 * Keeps what was typed into a form for the person whose session the browser had, or has while it is too light. A
 * browser that was signed out on purpose has none, and nothing is kept. Only in an action or a route.
 * @param form which form of which thing, e.g. `draft:1:…`
 */
export async function keepTyping(
  actor: Actor,
  form: string,
  typing: Typing,
  now: Date,
): Promise<void> {
  const personId = actor.kind === "person" ? actor.personId : await ownerOfCookie();
  if (personId === null) return;
  const note = sealTyping(typing, lockOf(personId, form), now);
  if (note === null) return;
  (await cookies()).set(typedNoteName(secureCookies()), note, options(typedNoteSeconds));
}

/** What this person had typed into the form when the session ended; empty when there is nothing of it. */
export async function keptTyping(actor: Actor, form: string, now: Date): Promise<Typing> {
  return actor.kind === "person" ? await opened(lockOf(actor.personId, form), now) : {};
}

/**
 * What was typed into an earlier release's copy of a page, whose action is known no more; the front kept it.
 * @param path of the page, without query
 */
export async function typingOfOldPage(path: string): Promise<Typing> {
  const session = (await cookies()).get(sessionCookieName())?.value;
  if (session === undefined) return {};
  return await opened(oldPageLock(env().NEXTAUTH_SECRET, session, path), new Date());
}

/**
 * Forgets it once the form's own values are saved; another form's stays. Only in an action or a route.
 * @param path of the form's page, where the front keeps typing of old pages for it
 */
export async function forgetTyping(
  actor: Actor,
  form: string,
  now: Date,
  path?: string,
): Promise<void> {
  const ofOldPage = path === undefined ? {} : await typingOfOldPage(path);
  const all = { ...ofOldPage, ...(await keptTyping(actor, form, now)) };
  if (Object.keys(all).length > 0) await dropTyping();
}

/** Forgets whatever is kept: whoever signs out leaves nothing behind. Only in an action or a route. */
export async function dropTyping(): Promise<void> {
  (await cookies()).set(typedNoteName(secureCookies()), "", options(0));
}

async function opened(lock: Lock, now: Date): Promise<Typing> {
  const note = (await cookies()).get(typedNoteName(secureCookies()))?.value;
  return note === undefined ? {} : (shape.safeParse(unseal(note, lock, now)).data ?? {});
}

async function ownerOfCookie(): Promise<string | null> {
  const sessionId = await readSessionId();
  return sessionId === null ? null : await sessionOwner(db(), sessionId);
}
