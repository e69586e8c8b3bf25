import type { NextAuthOptions } from "next-auth";
import {
  sessionCookieName,
  sessionCookieOptions,
  secureCookies,
} from "#app/_request/session-cookie.ts";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { env } from "#lib/platform/env.ts";
import { log } from "#lib/platform/log.ts";
import { sessionMilliseconds } from "#lib/sign-in/limits.ts";
import { sessionActor, type SignedIn } from "#lib/sign-in/session-actor.ts";
import { signOut } from "#lib/sign-in/sessions.ts";

/** The cookie names a session that is over: next-auth then answers «nobody» and takes the cookie away. */
class SessionOver extends Error {
  constructor() {
    super("the session is over");
  }
}

// A cookie that is over, or that we never encrypted: a visitor may send what he likes, and nobody need look into it.
function isOrdinary(error: unknown): boolean {
  if (error instanceof SessionOver) return true;
  return error instanceof Error && "code" in error && /^ERR_J\w+/.test(String(error.code));
}

async function signedIn(sessionId: unknown): Promise<SignedIn | null> {
  return typeof sessionId === "string"
    ? sessionActor(db(), sessionId, await currentInstant())
    : null;
}

/**
 * next-auth as the keeper of the cookie. It has no providers: every way in ends in an action of ours, which opens the
 * row that the cookie names, and everything next-auth says about a cookie is looked up in that row. Read at each
 * request, because the environment is not there yet when the portal is built.
 */
export function authOptions(): NextAuthOptions {
  return {
    providers: [],
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: secureCookies(),
    session: { strategy: "jwt", maxAge: sessionMilliseconds / 1000 },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    callbacks: {
      async jwt({ token }) {
        const known = await signedIn(token["sid"]);
        if (known === null) throw new SessionOver();
        return { sid: known.actor.sessionId };
      },
      async session({ session, token }) {
        const known = await signedIn(token["sid"]);
        if (known === null) throw new SessionOver();
        return {
          ...session,
          user: { name: displayFullName(known.name) },
          expires: known.expiresAt.toISOString(),
        };
      },
    },
    events: {
      async signOut({ token }) {
        const known = await signedIn(token?.["sid"]);
        if (known !== null) await signOut(known.actor, await currentInstant());
      },
    },
    logger: {
      error(code, metadata) {
        const error = metadata instanceof Error ? metadata : metadata.error;
        if (!isOrdinary(error)) log.error("next-auth", { outcome: code, error });
      },
      warn: (code) => log.debug("next-auth", { outcome: code }),
      debug: () => undefined,
    },
  };
}
