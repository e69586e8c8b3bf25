import { z } from "zod";

/*
 * The telephone with eGov Mobile, for the demo and the tests: takes a QR code or a link, asks API №1 and API №2, shows
 * what it was told, signs and sends back. As the real one, it speaks only to portals that it knows.
 */

/** Makes an attached CMS (DER) over these bytes; the owner's finger on the sensor. */
export type PhoneKey = (content: Uint8Array) => Promise<Uint8Array>;

/** `fetch`, or a stand-in. */
export type Wire = (address: string, init?: RequestInit) => Promise<Response>;

export type Phone = {
  /** Origins of the portals it knows. */
  readonly portals: readonly string[];
  readonly wire: Wire;
};

/** What the application shows before it asks for the finger. */
export type OpenedSigning = {
  readonly description: string;
  readonly expires: string;
  readonly organisation: string;
  readonly bin: string;
  /** API №2 and its token. */
  readonly uri: string;
  readonly token: string;
};

/** Why the telephone goes no further. */
export class PhoneRefuses extends Error {
  readonly reason: "no-link" | "foreign-portal" | "not-answered" | "not-understood";
  constructor(reason: PhoneRefuses["reason"]) {
    super(`The telephone refuses: ${reason}`);
    this.reason = reason;
  }
}

const firstAnswer = z.object({
  description: z.string(),
  expiry_date: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\+\d{4}$/),
  organisation: z.object({
    nameRu: z.string(),
    nameKz: z.string(),
    nameEn: z.string(),
    bin: z.string(),
  }),
  document: z.object({ uri: z.string(), auth_type: z.literal("Token"), auth_token: z.string() }),
});

const file = z.object({ mime: z.string(), data: z.string() });
const secondAnswer = z.object({
  signMethod: z.literal("CMS_WITH_DATA"),
  documentsToSign: z.array(
    z.object({
      id: z.number(),
      nameRu: z.string(),
      nameKz: z.string(),
      nameEn: z.string(),
      meta: z.array(z.object({ name: z.string(), value: z.string() })),
      document: z.object({ file }),
    }),
  ),
});

/** The address of API №1 in what was scanned or opened: a QR code, a link for the same telephone, or itself. */
export function addressIn(text: string): string | null {
  const bare = text.trim().replace(/^mobileSign:/u, "");
  if (!URL.canParse(bare) || /\s/u.test(bare)) return null;
  const url = new URL(bare);
  return url.searchParams.get("link") ?? url.href;
}

/** Asks API №1. @throws PhoneRefuses */
export async function openSigning(phone: Phone, scanned: string): Promise<OpenedSigning> {
  const address = addressIn(scanned);
  if (address === null) throw new PhoneRefuses("no-link");
  const asked = firstAnswer.safeParse(await ask(phone, address));
  if (!asked.success) throw new PhoneRefuses("not-understood");
  const { description, expiry_date, organisation, document } = asked.data;
  known(phone, document.uri);
  return {
    description,
    expires: expiry_date,
    organisation: organisation.nameRu,
    bin: organisation.bin,
    uri: document.uri,
    token: document.auth_token,
  };
}

/** Asks API №2 for the text, signs it and sends it back. @returns the portal's answer */
export async function signOpened(
  phone: Phone,
  { uri, token }: Pick<OpenedSigning, "uri" | "token">,
  key: PhoneKey,
): Promise<{ readonly status: number; readonly body: string }> {
  const authorization = `Bearer ${token}`;
  const asked = secondAnswer.safeParse(await ask(phone, uri, { headers: { authorization } }));
  if (!asked.success) throw new PhoneRefuses("not-understood");
  const given = asked.data;
  const documentsToSign = await Promise.all(
    given.documentsToSign.map(async (each) => {
      const cms = await key(new Uint8Array(Buffer.from(each.document.file.data, "base64")));
      const data = Buffer.from(cms).toString("base64");
      return { ...each, document: { file: { ...each.document.file, data } } };
    }),
  );
  const answer = await phone.wire(known(phone, uri), {
    method: "PUT",
    redirect: "error",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ ...given, documentsToSign }),
  });
  return { status: answer.status, body: await answer.text() };
}

async function ask(phone: Phone, address: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await phone.wire(known(phone, address), { redirect: "error", ...init });
  if (answer.status !== 200) throw new PhoneRefuses("not-answered");
  return await answer.json();
}

function known({ portals }: Phone, address: string): string {
  if (!URL.canParse(address) || !portals.includes(new URL(address).origin)) {
    throw new PhoneRefuses("foreign-portal");
  }
  return address;
}
