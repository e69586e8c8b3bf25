import { and, desc, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { portalBySlug, type Portal } from "#lib/regions/views.ts";
import type { Visitor } from "#lib/sign-in/by-code.ts";
import type { CodeOrder } from "#lib/sign-in/code-order.ts";
import { sendCode } from "#lib/sign-in/codes.ts";
import type { Entry } from "#lib/sign-in/enter.ts";

/** Where the story of these tests begins. */
export const now = new Date("2026-11-22T05:00:00.000Z");
export const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
export const hours = (count: number) => after(count * 3600);

/** Waits in Oral's queue with a phone in the application. */
export const aigerim = { iin: "870612490009", phone: "+77017008345" };
/** Her application carries no phone. */
export const gulnar = "930408490003";
/** Has nothing in the portal; her phone is bound. */
export const olga = { iin: "910925490000", phone: "+77770001199" };
/** Nobody has this number; its check digit is right. */
export const nobodysIin = "010101500003";

export async function demoPortals(): Promise<{ oral: Portal; akmola: Portal }> {
  await seedDemo(now);
  const [oral, akmola] = await Promise.all([portalBySlug("oral"), portalBySlug("akmola")]);
  if (!oral || !akmola) throw new Error("the demo has no portals");
  return { oral, akmola };
}

/** A browser that nobody knows; each call another one. */
export function visitor(portal: Portal, changes: Partial<Visitor> = {}): Visitor {
  return {
    regionId: portal.id,
    browserSecret: newSecret(),
    deviceSecret: newSecret(),
    address: "95.56.234.17",
    locale: "ru",
    ...changes,
  };
}

export const entry: Entry = {
  device: "Chrome · Android",
  address: "95.56.234.17",
  previousSessionId: null,
  requestId: "request-1",
  locale: "ru",
};

/** The latest code that went to a phone or an address. */
export async function codeSentTo(recipient: string): Promise<string> {
  const [row] = await db()
    .select({ params: message.params })
    .from(message)
    .where(and(eq(message.recipient, recipient), eq(message.template, "code")))
    .orderBy(desc(message.createdAt))
    .limit(1);
  const code = row?.params["code"];
  if (typeof code !== "string") throw new Error(`no code went to ${recipient}`);
  return code;
}

/** Codes of everybody are forgotten, so that each test has its own day. */
export async function forgetCodes(): Promise<void> {
  await db().delete(oneTimeCode);
  await db().execute("delete from rate_limit");
  await db().delete(message).where(eq(message.template, "code"));
}

/** An order of a code to Aigerim's phone. */
export function orderOf(portal: Portal, changes: Partial<CodeOrder> = {}): CodeOrder {
  return {
    regionId: portal.id,
    purpose: "cabinet",
    subject: aigerim.iin,
    personId: null,
    recipient: { channel: "sms", to: aigerim.phone },
    masked: "+770****8345",
    browserSecret: newSecret(),
    knownDevice: false,
    address: "",
    length: 4,
    locale: "ru",
    ...changes,
  };
}

export const send = (order: CodeOrder, at = now) => transaction((tx) => sendCode(tx, order, at));

/** Another code than this one, of the same length. */
export function not(code: string): string {
  return code.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10));
}
