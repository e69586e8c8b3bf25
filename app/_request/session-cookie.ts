import { decode, encode } from "next-auth/jwt";
import { cookies } from "next/headers";
import { idleMilliseconds, sessionMilliseconds } from "#lib/sign-in/limits.ts";
import { env } from "#lib/platform/env.ts";

/** Cookies travel by TLS only wherever the portal itself is reached by TLS. */
export function secureCookies(): boolean {
  return env().NEXTAUTH_URL.startsWith("https://");
}

/** The name that next-auth is told too. `__Host-` keeps a neighbour under the same domain from planting one. */
export function sessionCookieName(): string {
  return `${secureCookies() ? "__Host-" : ""}next-auth.session-token`;
}

export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies() } as const;
}

// Which session a cookie names never changes, and opening one costs a key derivation and a decryption. That the session
// still stands is asked of its row each time.
const opened = new Map<string, { readonly sessionId: string; readonly until: number }>();
const mostOpened = 10_000;

/** The session id in the request's cookie, or null when there is none, it is old or not ours. */
export async function readSessionId(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (token === undefined) return null;
  const known = opened.get(token);
  if (known !== undefined && Date.now() < known.until) return known.sessionId;
  try {
    const content = await decode({ token, secret: env().NEXTAUTH_SECRET });
    const sessionId = typeof content?.["sid"] === "string" ? content["sid"] : null;
    if (sessionId !== null && typeof content?.exp === "number") {
      if (opened.size >= mostOpened) opened.clear();
      opened.set(token, { sessionId, until: content.exp * 1000 });
    }
    return sessionId;
  } catch {
    // Encrypted with another key or past its time: the same as no cookie.
    return null;
  }
}

/** Hands the browser its session; the cookie names the row and nothing else. Only in an action or a route. */
export async function writeSessionCookie(sessionId: string): Promise<void> {
  const value = await encode({
    token: { sid: sessionId },
    secret: env().NEXTAUTH_SECRET,
    // Longer than the row, which decides: what is posted just after its end is still known to be its owner's.
    maxAge: (sessionMilliseconds + idleMilliseconds) / 1000,
  });
  // No Max-Age: a shared computer forgets it with the browser's window.
  (await cookies()).set(sessionCookieName(), value, sessionCookieOptions());
}

/** Takes the cookie away. Only in an action or a route. */
export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
}
