import { eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { contact, person, staffRole } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import {
  knownDevice,
  oneTimeCode,
  password as passwordTable,
  phoneChange,
  recoveryAttempt,
  recoveryBlock,
} from "#db/schema/sign-in.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { newId, newSecret } from "#lib/platform/ids.ts";
import type { PersonFacts } from "#lib/people/person.ts";
import { savePerson } from "#lib/people/records.ts";
import type { Portal } from "#lib/regions/views.ts";
import { sandboxRegistries, type SandboxMode } from "#lib/registries/sandbox.ts";
import { enter } from "#lib/sign-in/enter.ts";
import { checkPassword, hashPassword } from "#lib/sign-in/password-hash.ts";
import { answerRecovery, type Claim } from "#lib/sign-in/recovery-answer.ts";
import { finishRecovery, sendPhoneCode } from "#lib/sign-in/recovery-finish.ts";
import type { TypedAnswers } from "#lib/sign-in/recovery-input.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { now, openPortals } from "./gate.ts";

/** Mother of a child in the queue of Oral since 2023, and what she knows. */
export const aigerim = "870612490009";
export const daniyar = "850303390009";
export const ayala = "220720690004";
export const herPhone = "+77017008345";
export const rightAnswersOf: TypedAnswers = {
  childIin: ayala,
  certificate: "1203456",
  parent1: aigerim,
  parent2: daniyar,
  where: "queue",
  year: "2023",
};

/** Her application carries no phone; the certificate is of the old form. */
export const gulnar = "930408490003";
export const aisha = "230316690004";
export const answersOfGulnar: TypedAnswers = {
  childIin: aisha,
  certificate: "I-АБ № 123987",
  parent1: gulnar,
  parent2: "880729390000",
  where: "queue",
  year: "2024",
};

/** A number that passes the check digit and belongs to nobody. */
export const nobody = "800101305007";

export const password = "three horses by the river";
export const attackersPhone = "+77081112233";
export const herPassword = "apricots in the yard of grandmother";
export const ownPhone = "+77012223344";
export const email = "mother@example.kz";

export const registers = (mode: SandboxMode = { kind: "normal" }) =>
  sandboxRegistries({ mode: async () => mode, timeoutMs: 200 });
export const atOnce = async (): Promise<void> => undefined;

export type Street = {
  readonly oral: Portal;
  readonly akmola: Portal;
  readonly childId: string;
  readonly applicationId: string;
};

/** Both portals, both families with their applications, and Oral's staff. */
export async function settleFamilies(): Promise<Street> {
  const { oral, akmola } = await openPortals();
  const ids = { child: "", application: "" };
  await transaction(async (tx) => {
    const known = async (iin: string) => (await savePerson(tx, factsOf(iin), "paper", now)).id;
    for (const [adult, child, phone, at] of [
      [aigerim, ayala, herPhone, "2023-02-14T11:42:07+05:00"],
      [gulnar, aisha, null, "2024-05-06T09:15:31+05:00"],
    ] as const) {
      const childId = await known(child);
      const applicationId = newId();
      if (child === ayala) Object.assign(ids, { child: childId, application: applicationId });
      await tx.insert(application).values({
        regionId: oral.id,
        id: applicationId,
        number: `23-02-00${child.slice(0, 4)}`,
        entryCode: newSecret(6).toUpperCase().slice(0, 8),
        queueType: "general",
        applicantId: await known(adult),
        childId,
        status: "REGISTERED",
        channel: "import",
        locale: "ru",
        phone,
        nonResident: false,
        byGuardian: false,
        registeredAt: new Date(at),
        version: 1,
      });
    }
    const grant = { login: null, kindergarten: null, grantedAt: now };
    await tx.insert(staffRole).values([
      {
        ...grant,
        id: newId(),
        iin: "820630390001",
        name: "Officer",
        role: "officer",
        regionId: oral.id,
      },
      {
        ...grant,
        id: newId(),
        iin: "900101390002",
        name: "Auditor",
        role: "auditor",
        regionId: oral.id,
      },
      {
        ...grant,
        id: newId(),
        iin: "840214390003",
        name: "Admin",
        role: "region_admin",
        regionId: akmola.id,
      },
    ]);
  });
  return { oral, akmola, childId: ids.child, applicationId: ids.application };
}

function factsOf(iin: string): PersonFacts {
  return {
    iin,
    surname: "ИМЯ",
    givenName: "ИМЯ",
    patronymic: null,
    birthDate: null,
    sex: null,
    registration: null,
  };
}

export async function personIdOf(iin: string): Promise<string> {
  const [row] = await db().select({ id: person.id }).from(person).where(eq(person.iin, iin));
  return row?.id ?? "";
}

/** She confirmed contacts of her own. */
export async function giveContacts(address: string | null, phone: string | null): Promise<void> {
  const personId = await personIdOf(aigerim);
  await db().insert(contact).values({
    personId,
    email: address,
    phone,
    locale: "ru",
    phoneConfirmedAt: now,
    updatedAt: now,
  });
}

/** The child of Aigerim began to attend. */
export async function enrol({ oral, applicationId }: Street, at: Date): Promise<void> {
  await db()
    .update(application)
    .set({ status: "ENROLLED" })
    .where(eq(application.id, applicationId));
  await db().insert(queueEvent).values({
    regionId: oral.id,
    applicationId,
    kind: "enrolled",
    at,
    actorRole: "officer",
    legalGround: "test",
    data: {},
  });
}

/** A claim with what a test wants otherwise. */
export function claimOf(regionId: number, changes: Partial<Claim> = {}): Claim {
  return {
    regionId,
    iin: aigerim,
    browserSecret: newSecret(),
    address: "",
    key: newId(),
    typed: rightAnswersOf,
    locale: "ru",
    requestId: null,
    ...changes,
  };
}

export const answer = (claim: Claim, at = now, from = registers()) =>
  answerRecovery(claim, from, at, atOnce);

export async function messagesTo(recipient: string) {
  return await db().select().from(message).where(eq(message.recipient, recipient));
}

/** The code in the newest message to this phone. */
export async function codeSentTo(phone: string): Promise<string> {
  const sent = (await messagesTo(phone)).filter((each) => each.template === "code");
  const newest = sent.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
  return String(newest?.params["code"] ?? "");
}

/** Everything that the ways in wrote, gone. */
export async function forgetAll(): Promise<void> {
  for (const table of [phoneChange, recoveryAttempt, recoveryBlock, oneTimeCode, message]) {
    await db().delete(table);
  }
  for (const table of [knownDevice, passwordTable, contact, session]) await db().delete(table);
}

export const circumstances = {
  device: "Chrome · Android",
  address: "10.0.0.1",
  previousSessionId: null,
  requestId: null,
  locale: "ru",
} as const;

/** Aigerim's own session, as another way opens it. */
export async function ownersSession(
  { oral }: Street,
  strength: "light" | "strong",
  at = now,
): Promise<string> {
  const personId = await personIdOf(aigerim);
  const who = { personId, iin: aigerim, regionId: oral.id, evidenceId: null } as const;
  const method = strength === "strong" ? "eds" : "password";
  const opened = await transaction((tx) =>
    enter(tx, { ...who, strength, method, deviceSecret: newSecret() }, circumstances, at),
  );
  return opened.sessionId;
}

export async function actorOf(sessionId: string, at: Date): Promise<PersonActor> {
  const signedIn = await sessionActor(db(), sessionId, at);
  if (signedIn === null) throw new Error("nobody is signed in");
  return signedIn.actor;
}

export const isAlive = async (sessionId: string, at: Date) =>
  (await sessionActor(db(), sessionId, at)) !== null;

export async function givePassword(typed: string): Promise<void> {
  const made = await hashPassword(typed);
  if (!made.ok) throw new Error(made.code);
  const personId = await personIdOf(aigerim);
  await db().insert(passwordTable).values({ personId, hash: made.value, setAt: now });
}

/** Whether it is Aigerim's password. */
export async function fits(typed: string): Promise<boolean> {
  const personId = await personIdOf(aigerim);
  const [row] = await db().select().from(passwordTable).where(eq(passwordTable.personId, personId));
  const checked = await checkPassword(typed, row?.hash ?? null);
  return checked.ok && checked.value.fits;
}

/** From right answers to the session, as the pages do it. */
export async function changeTo(
  phone: string,
  changes: Partial<Claim> & { readonly regionId: number },
  at = now,
) {
  const claim = claimOf(changes.regionId, changes);
  const answered = await answer(claim, at);
  if (!answered.ok) throw new Error(answered.code);
  const sent = await sendPhoneCode({ ...claim, phone }, at);
  if (!sent.ok) throw new Error(sent.code);
  const deviceSecret = newSecret();
  const entry = { ...circumstances, deviceSecret };
  const order = { ...claim, code: await codeSentTo(phone), password, repeated: password };
  const entered = await finishRecovery(order, entry, registers(), at);
  if (!entered.ok) throw new Error(entered.code);
  return { ...entered.value, claim, deviceSecret };
}

/** The secret of the link in the newest message to this phone or address. */
export async function stopTokenTo(recipient: string): Promise<string> {
  const told = (await messagesTo(recipient)).filter((each) => each.template === "phone-change");
  const newest = told.toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];
  return (
    String(newest?.params["link"] ?? "")
      .split("/")
      .at(-1) ?? ""
  );
}
