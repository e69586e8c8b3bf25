import { cookies } from "next/headers";
import { newSecret } from "#lib/platform/ids.ts";
import { deviceDays } from "#lib/sign-in/known-devices.ts";
import { secureCookies } from "./session-cookie.ts";

// What ties a challenge to the browser that asked for it: a secret given before anybody is known, changed at sign-in.
const lifeSeconds = 60 * 60;

function name(kind: "browser" | "ticket" | "device"): string {
  return `${secureCookies() ? "__Host-" : ""}kezek-${kind}`;
}

function options(maxAge: number) {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies(), maxAge } as const;
}

/** The browser's secret, or null while it has none. */
export async function readBrowserSecret(): Promise<string | null> {
  const value = (await cookies()).get(name("browser"))?.value;
  return value !== undefined && /^[\w-]{43}$/u.test(value) ? value : null;
}

/** The browser's secret, made now if need be. Only in an action or a route. */
export async function ensureBrowserSecret(): Promise<string> {
  const value = (await readBrowserSecret()) ?? newSecret();
  (await cookies()).set(name("browser"), value, options(lifeSeconds));
  return value;
}

/** Forgets the secret after sign-in, so that nothing prepared before it works afterwards. Only in an action or a route. */
export async function dropBrowserSecret(): Promise<void> {
  (await cookies()).set(name("browser"), "", options(0));
}

/** The sign-in ticket of this browser, or null. */
export async function readTicket(): Promise<string | null> {
  return (await cookies()).get(name("ticket"))?.value ?? null;
}

/** Keeps the ticket out of addresses and pages: a cookie that scripts cannot read. Only in an action or a route. */
export async function writeTicket(token: string, seconds: number): Promise<void> {
  (await cookies()).set(name("ticket"), token, options(seconds));
}

/** Takes the ticket away. Only in an action or a route. */
export async function dropTicket(): Promise<void> {
  (await cookies()).set(name("ticket"), "", options(0));
}

/** The secret by which an account knows this browser again, or null. It opens nothing. */
export async function readDeviceSecret(): Promise<string | null> {
  const value = (await cookies()).get(name("device"))?.value;
  return value !== undefined && /^[\w-]{43}$/u.test(value) ? value : null;
}

/** The browser's lasting secret, made now if need be, and kept for as long again. Only in an action or a route. */
export async function ensureDeviceSecret(): Promise<string> {
  const value = (await readDeviceSecret()) ?? newSecret();
  (await cookies()).set(name("device"), value, options(deviceDays * 24 * 60 * 60));
  return value;
}
