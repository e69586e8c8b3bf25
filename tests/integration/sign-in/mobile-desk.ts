import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { mobileSigning } from "#db/schema/sign-in.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import {
  type OpenedSigning,
  openSigning,
  type Phone,
  type PhoneKey,
  signOpened,
} from "#lib/demo/fake-phone.ts";
import { binaryOf } from "#lib/eds/encoding.ts";
import { signedMessageIn } from "#lib/eds/mgov.ts";
import type { EdsVerifier } from "#lib/eds/production.ts";
import type { Portal } from "#lib/regions/views.ts";
import { acceptFromPhone } from "#lib/sign-in/accept-mobile.ts";
import { enterByMobile } from "#lib/sign-in/enter-by-mobile.ts";
import { documentOnPhone, openOnPhone } from "#lib/sign-in/open-mobile.ts";
import { startMobileSignIn, startMobileSubmission } from "#lib/sign-in/start-mobile.ts";
import { now, sign, verifier } from "./gate.ts";

export const origin = "https://kezek.example";
export const addressOf = (id: string) => `${origin}/api/mgov/${id}`;

type Wiring = { readonly at?: Date; readonly verify?: EdsVerifier };

/** A telephone whose line ends in the room's own functions. */
export function phoneAt({ at = now, verify = verifier }: Wiring = {}): Phone {
  return {
    portals: [origin],
    wire: async (address, init = {}) => {
      const [, id = "", document] =
        /^\/api\/mgov\/([^/]+)(\/document)?$/u.exec(new URL(address).pathname) ?? [];
      const header = new Headers(init.headers).get("authorization");
      const token = header?.replace("Bearer ", "") ?? null;
      if (document === undefined) return said(await openOnPhone(id, origin, at));
      if (init.method !== "PUT") return said(await documentOnPhone(id, token, at));
      const cms = signedMessageIn(JSON.parse(String(init.body)));
      const signed = { cms: cms ?? "", client: { device: "phone" }, requestId: "request-4" };
      return said(await acceptFromPhone({ id, token }, signed, verify, at));
    },
  };
}

function said(result: { ok: true; value: unknown } | { ok: false; code: string }): Response {
  if (!result.ok) return Response.json({ code: result.code }, { status: 403 });
  return result.value === undefined ? new Response("success") : Response.json(result.value);
}

/** The key of somebody, in the telephone. */
export function finger(key: Parameters<typeof sign>[1] = {}): PhoneKey {
  return async (content) => {
    const cms = binaryOf(new TextEncoder().encode(sign(content, key)));
    if (cms === null) throw new Error("no signature was made");
    return cms;
  };
}

/** «Войти через eGov Mobile» in a browser. @returns the id of the signing */
export async function beginMobile(portal: Portal, browserSecret: string, at = now) {
  const order = {
    portal,
    browserSecret,
    address: "",
    origin,
    locale: "ru",
    returnTo: null,
  } as const;
  const started = await startMobileSignIn(order, at);
  if (!started.ok) throw new Error(started.code);
  return started.value.id;
}

export async function beginSubmission(
  actor: PersonActor,
  order: Pick<
    Parameters<typeof startMobileSubmission>[1],
    "portal" | "draftId" | "requestId" | "browserSecret"
  >,
  at = now,
) {
  return startMobileSubmission(actor, { ...order, origin }, at);
}

/** The code that the telephone showed for typing. */
export function entryCodeIn({ description }: OpenedSigning): string {
  const code = /Код для входа: (\d{4})/u.exec(description)?.[1];
  if (code === undefined) throw new Error(`no code in: ${description}`);
  return code;
}

/** Scans, reads, signs, sends back. */
export async function signOnPhone(
  id: string,
  key: Parameters<typeof sign>[1] = {},
  wiring: Wiring = {},
) {
  const phone = phoneAt(wiring);
  const opened = await openSigning(phone, `mobileSign:${addressOf(id)}`);
  const answer = await signOpened(phone, opened, finger(key));
  return { opened, answer };
}

export async function typeCode(portal: Portal, browserSecret: string, code: string, at = now) {
  return enterByMobile({ regionId: portal.id, browserSecret, code }, at);
}

export async function rowOf(id: string) {
  const [row] = await db().select().from(mobileSigning).where(eq(mobileSigning.id, id));
  if (!row) throw new Error("no such signing");
  return row;
}

/** Some code that is neither this nor that. */
export function otherThan(...codes: string[]): string {
  const all = Array.from({ length: 10 }, (_, n) => String(n).repeat(4));
  const free = all.find((code) => !codes.includes(code));
  if (free === undefined) throw new Error("there are ten of them");
  return free;
}
