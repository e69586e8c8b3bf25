import { encode } from "next-auth/jwt";
import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { applicationDraft, signingRequest } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { type ApplicationContent, encodeContent } from "#lib/applications/content.ts";
import { type DemoAuthority, keyOwners } from "#lib/demo/demo-ca.ts";
import { syntheticChildren } from "#lib/demo/synthetic.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { leafOf } from "#lib/eds/signing/demo-ca.ts";
import { env } from "#lib/platform/env.ts";
import { newId, newShortCode, sha256Hex } from "#lib/platform/ids.ts";
import { portalBySlug } from "#lib/regions/views.ts";

/** Somebody with a key and an open session. */
export type Parent = {
  readonly personId: string;
  readonly iin: string;
  readonly surname: string;
  readonly givenName: string;
  readonly cookie: string;
};

/** An application up to the signature: what is left is one request. */
export type Order = {
  readonly cookie: string;
  readonly draftId: string;
  readonly requestId: string;
  readonly cms: string;
  readonly phone: string;
  readonly email: string;
};

const hour = 3_600_000;
const district = {
  kato: "111000000",
  names: { kk: "Көкшетау", ru: "Кокшетау", en: "Kokshetau" },
};

/** The demo's adults and staff, each signed in by key. */
export async function parents(): Promise<Parent[]> {
  const now = await currentInstant();
  const found: Parent[] = [];
  for (const { iin, surname, givenName } of keyOwners()) {
    const [row] = await db().select().from(person).where(eq(person.iin, iin));
    if (row === undefined) continue;
    const sessionId = newId();
    await db()
      .insert(session)
      .values({
        id: sessionId,
        personId: row.id,
        strength: "strong",
        method: "eds",
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + hour),
        device: "",
        address: "",
      });
    const token = await encode({
      token: { sid: sessionId },
      secret: env().NEXTAUTH_SECRET,
      maxAge: 3600,
    });
    const cookie = `next-auth.session-token=${token}`;
    found.push({ personId: row.id, iin, surname, givenName, cookie });
  }
  return found;
}

/**
 * `count` applications of these parents for children nobody has heard of, composed and signed. The form itself asks the
 * registers, which know no such crowd; from the signature on everything is as always.
 */
export async function ordersOf(
  people: readonly Parent[],
  count: number,
  authority: DemoAuthority,
): Promise<Order[]> {
  const now = await currentInstant();
  const portal = await portalBySlug("akmola");
  if (portal === null) throw new Error("no portal");
  const ca = await authority.at(now);
  const children = syntheticChildren({
    seed: 5,
    count,
    birthYears: [2022, 2023, 2024],
    districts: [district.kato],
    firstSerial: 7000,
    until: now,
  });
  const orders: Order[] = [];
  for (const [index, child] of children.entries()) {
    const parent = people[index % people.length];
    const leaf = parent && leafOf(ca, parent.iin);
    if (parent === undefined || leaf === undefined) throw new Error("nobody who signs");
    const [draftId, requestId] = [newId(), newId()];
    const serial = String(index).padStart(4, "0");
    const contacts = { email: `family-${serial}@example.kz`, phone: `+7701555${serial}` };
    const content: ApplicationContent = {
      kind: "kezek-application/1",
      request: requestId,
      portal: new URL(env().NEXTAUTH_URL).origin,
      code: newShortCode(),
      composedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + hour).toISOString(),
      language: "ru",
      region: { slug: portal.slug, kato: portal.kato, names: portal.names },
      district,
      queueType: "general",
      applicant: {
        iin: parent.iin,
        surname: parent.surname,
        givenName: parent.givenName,
        patronymic: null,
        birthDate: null,
        address: null,
        source: "certificate",
      },
      contacts: { ...contacts, secondPhone: null },
      child: {
        iin: child.iin,
        surname: child.surname,
        givenName: child.givenName,
        patronymic: child.patronymic,
        birthDate: child.birthDate,
        source: "register",
      },
      relation: "parent",
      nonResident: false,
      privileges: [],
      attachments: [],
      checksPending: [],
      personalDataConsent: true,
    };
    const bytes = encodeContent(content);
    await db().insert(applicationDraft).values({
      regionId: portal.id,
      id: draftId,
      personId: parent.personId,
      queueType: "general",
      data: {},
      version: 1,
      idempotencyKey: newId(),
      createdAt: now,
      updatedAt: now,
    });
    await db()
      .insert(signingRequest)
      .values({
        regionId: portal.id,
        id: requestId,
        draftId,
        draftVersion: 1,
        personId: parent.personId,
        content: bytes,
        contentSha256: sha256Hex(bytes),
        createdAt: now,
        expiresAt: new Date(now.getTime() + hour),
        state: "open",
      });
    const cms = makeCms({ content: bytes, signer: leaf, attached: true, signingTime: now });
    orders.push({
      cookie: parent.cookie,
      draftId,
      requestId,
      cms: Buffer.from(cms).toString("base64"),
      ...contacts,
    });
  }
  return orders;
}
