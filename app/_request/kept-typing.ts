import { cookies } from "next/headers";
import { z } from "zod";
import { db } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { env } from "#lib/platform/env.ts";
import { seal, unseal } from "#lib/platform/sealed.ts";
import { sessionOwner } from "#lib/sign-in/session-owner.ts";
import { readSessionId, secureCookies } from "./session-cookie.ts";

/*
 * What somebody typed into a form whose session had ended when it was sent. Without scripts the post is all there is of
 * it: it goes into a sealed cookie, the person signs in again, and the form shows it. It opens for the same person and
 * the same form only, on this browser, within half an hour.
 */

export type Typing = Readonly<Record<string, string>>;

const lifeSeconds = 30 * 60;
/** Browsers keep cookies of 4096 bytes, name and attributes included. */
const mostLetters = 3_800;

const shape = z.record(z.string(), z.string());

function name(): string {
  return `${secureCookies() ? "__Host-" : ""}kezek-typed`;
}

function options(maxAge: number) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies(), maxAge } as const;
}

function lockOf(personId: string, form: string) {
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
  if (personId === null || Object.keys(typing).length === 0) return;
  const until = new Date(now.getTime() + lifeSeconds * 1000);
  // The longest goes first when a cookie cannot hold it all: what is sensible is short.
  const shortFirst = Object.entries(typing).toSorted((a, b) => a[1].length - b[1].length);
  for (; shortFirst.length > 0; shortFirst.pop()) {
    const note = seal(Object.fromEntries(shortFirst), lockOf(personId, form), until);
    if (note.length > mostLetters) continue;
    (await cookies()).set(name(), note, options(lifeSeconds));
    return;
  }
}

/** What this person had typed into the form when the session ended; empty when there is nothing of it. */
export async function keptTyping(actor: Actor, form: string, now: Date): Promise<Typing> {
  const note = (await cookies()).get(name())?.value;
  if (note === undefined || actor.kind !== "person") return {};
  return shape.safeParse(unseal(note, lockOf(actor.personId, form), now)).data ?? {};
}

/** Forgets it once the form's own values are saved; another form's stays. Only in an action or a route. */
export async function forgetTyping(actor: Actor, form: string, now: Date): Promise<void> {
  if (Object.keys(await keptTyping(actor, form, now)).length > 0) await dropTyping();
}

/** Forgets whatever is kept: whoever signs out leaves nothing behind. Only in an action or a route. */
export async function dropTyping(): Promise<void> {
  (await cookies()).set(name(), "", options(0));
}

async function ownerOfCookie(): Promise<string | null> {
  const sessionId = await readSessionId();
  return sessionId === null ? null : await sessionOwner(db(), sessionId);
}
