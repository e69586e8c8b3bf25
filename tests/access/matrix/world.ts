import { randomUUID } from "node:crypto";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { issuedDocument } from "#db/schema/documents.ts";
import { legalRepresentation, staffRole } from "#db/schema/people.ts";
import { type Actor, anonymous, type PersonActor, staffRoles } from "#lib/access/actor.ts";
import { savePerson } from "#lib/people/records.ts";
import type { Portal } from "#lib/regions/views.ts";
import {
  daniil,
  draftFor,
  registered,
  signedIn,
  textOf,
} from "#tests/integration/applications/family.ts";
import { brought } from "#tests/integration/applications/life.ts";
import { now, openPortals, sergey } from "#tests/integration/sign-in/gate.ts";
import { sessionOf, type SignIn, signIns } from "./expected.ts";

const aigerim = "870612490009";

/** A family in one of two regions, with one of everything that can be asked for. */
export type World = {
  readonly here: Portal;
  readonly elsewhere: Portal;
  readonly owner: PersonActor;
  /** The child's other representative, as the register of births has it and «Привязка» confirmed. */
  readonly representative: PersonActor;
  readonly other: PersonActor;
  readonly draftId: string;
  readonly requestId: string;
  readonly application: { readonly id: string; readonly number: string };
  readonly documentId: string;
  /** A file of the draft, and one of the application. */
  readonly attachmentId: string;
  readonly sentAttachmentId: string;
};

export async function buildWorld(): Promise<World> {
  const { akmola, oral } = await openPortals();
  const owner = await signedIn(akmola);
  const representative = await signedIn(akmola, sergey.iin);
  const other = await strangerTo(representative);
  const done = await registered(owner, akmola);
  const draftId = await draftFor(owner, akmola, { childIin: daniil });
  const { requestId } = await textOf(owner, akmola, draftId);
  const [document] = await db().select({ id: issuedDocument.id }).from(issuedDocument);
  if (!document) throw new Error("nothing was issued");
  for (const role of staffRoles) await grant(role, akmola);
  const [sent] = await db()
    .select({ draftId: application.draftId, childId: application.childId })
    .from(application);
  if (!sent?.draftId) throw new Error("nothing was sent");
  await db().insert(legalRepresentation).values({
    childId: sent.childId,
    adultId: representative.personId,
    kind: "parent",
    source: "birth-register",
    confirmedAt: now,
    createdAt: now,
  });
  return {
    here: akmola,
    elsewhere: oral,
    owner,
    representative,
    other,
    draftId,
    requestId,
    application: { id: done.applicationId, number: done.number },
    documentId: document.id,
    attachmentId: await filed(akmola, owner, draftId),
    sentAttachmentId: await filed(akmola, owner, sent.draftId, done.applicationId),
  };
}

/** A mother of another family. */
async function strangerTo(somebody: PersonActor): Promise<PersonActor> {
  const facts = {
    iin: aigerim,
    surname: "СЕЙТҚАЛИ",
    givenName: "АЙГЕРІМ",
    patronymic: null,
    birthDate: null,
    sex: null,
    registration: null,
  };
  const { id } = await transaction((tx) => savePerson(tx, facts, "register", now));
  return { ...somebody, personId: id, iin: aigerim };
}

export const filed = (
  portal: Portal,
  owner: PersonActor,
  draftId: string,
  applicationId: string | null = null,
) => brought(portal.id, owner, draftId, "privilege", applicationId);

export type Role = "parent" | (typeof staffRoles)[number];

/** The IIN of whoever holds this role in the database too, where a command looks there by itself. */
export const iinOfStaff: Readonly<Record<Role, string>> = {
  parent: "000000000000",
  kindergarten_head: "000000000001",
  officer: "000000000002",
  region_admin: "000000000003",
  auditor: "000000000004",
  platform_admin: "000000000005",
};

async function grant(role: (typeof staffRoles)[number], portal: Portal): Promise<void> {
  await db()
    .insert(staffRole)
    .values({
      id: randomUUID(),
      iin: iinOfStaff[role],
      name: role,
      role,
      regionId: role === "platform_admin" ? null : portal.id,
      grantedAt: now,
    });
}

/** Somebody at the door. */
export type Visitor = {
  readonly role: Role;
  readonly signIn: SignIn;
  readonly kin: "owner" | "representative" | "stranger";
  readonly actor: Actor;
};

/** Everybody who can come: the visitor, the owner, the other representative, another parent and every role, by every sign-in. */
export function visitors({ owner, representative, other, here }: World): Visitor[] {
  const inside = signIns.filter((signIn) => signIn !== "none");
  const people: readonly { who: PersonActor; role: Role }[] = [
    { who: owner, role: "parent" },
    { who: representative, role: "parent" },
    { who: other, role: "parent" },
    ...staffRoles.map((role) => ({ who: other, role })),
  ];
  const signedInOnes = people.flatMap(({ who, role }) =>
    inside.map((signIn): Visitor => ({
      role,
      signIn,
      kin: who === owner ? "owner" : who === representative ? "representative" : "stranger",
      actor: {
        ...who,
        ...sessionOf(signIn),
        roles:
          role === "parent" ? [] : [{ role, regionId: role === "platform_admin" ? null : here.id }],
      },
    })),
  );
  const nobody: Visitor = {
    role: "parent",
    signIn: "none",
    kin: "stranger",
    actor: anonymous("kk"),
  };
  return [nobody, ...signedInOnes];
}
