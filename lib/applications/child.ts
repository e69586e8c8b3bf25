import { db, transaction } from "#db/client.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import type { Actor } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { localDateOf, type LocalDate } from "#lib/calendar/local-date.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { personByIin } from "#lib/people/records.ts";
import type { PersonFacts } from "#lib/people/person.ts";
import { registries } from "#lib/registries/current.ts";
import { type Kinship, kinshipOf } from "#lib/registries/kinship.ts";
import type { BirthAnswer } from "#lib/registries/ports.ts";
import { askBirth, askPerson } from "#lib/registries/recorded.ts";
import { givesWay, placeHolder } from "./give-way.ts";

/** What the registers and our own records say of a child's IIN, as far as this adult may act on it. */
export type ChildLookup =
  | { readonly state: "unknown" }
  | {
      readonly state: "known";
      /** parent: the civil register names the adult; none: it names others or nobody; unanswered: it is silent. */
      readonly kinship: "parent" | "none" | "unanswered";
      /** What the register of persons says; null while it is silent. Shown to a proven parent only. */
      readonly facts: PersonFacts | null;
      readonly birthDate: LocalDate | null;
      /** A living application that holds the same child's place in this region. */
      readonly duplicate: { readonly number: string; readonly date: LocalDate } | null;
    };

export type ChildQuestion = {
  readonly regionId: number;
  readonly queueType: string;
  /** Twelve digits with a right check digit. */
  readonly childIin: string;
};

/** A family has a handful of children; whoever asks about more is looking for somebody else's. */
const childrenPerDay = { count: 30, windowSeconds: 24 * 60 * 60 };

/**
 * Looks a child up for the wizard. Counted per adult and written into the audit, because it asks state registers about
 * a person.
 */
export async function lookupChild(
  actor: Actor,
  question: ChildQuestion,
  now: Date,
): Promise<Result<ChildLookup, Refusal | "too-many">> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "child.lookup");
  if (!allowed.ok) return allowed;
  // Asking again about the same child is turning a page; only new children count.
  const hourly = { count: 120, windowSeconds: 60 * 60 };
  const turned = await countAttempt(db(), `child-lookup:${actor.personId}`, hourly, now);
  if (!turned.allowed || !(await mayAskAbout(actor.personId, question.childIin, now))) {
    return fail("too-many");
  }
  const lookup = await askAboutChild(actor.iin, question, now);
  const known = await personByIin(db(), question.childIin);
  await transaction((tx) =>
    recordAudit(tx, {
      actor,
      action: "child.lookup",
      role: "parent",
      regionId: question.regionId,
      subject: { kind: "person", id: known?.id ?? pseudonym("audit", question.childIin) },
      concernsId: known?.id ?? null,
      detail: { kinship: lookup.state === "known" ? lookup.kinship : "unknown" },
      at: now,
    }),
  );
  return ok(lookup);
}

/** Whether this adult may ask about this child: a child asked about before is free, new ones are counted by the day. */
export async function mayAskAbout(personId: string, childIin: string, now: Date): Promise<boolean> {
  const child = `child-seen:${personId}:${pseudonym("child-seen", childIin)}`;
  const first = await countAttempt(db(), child, { ...childrenPerDay, count: 1 }, now);
  if (!first.allowed) return true;
  return (await countAttempt(db(), `child-new:${personId}`, childrenPerDay, now)).allowed;
}

/** As `lookupChild`, for a command that has authorized the adult itself. */
async function askAboutChild(
  adultIin: string,
  question: ChildQuestion,
  now: Date,
): Promise<ChildLookup> {
  const [person, birth] = await Promise.all([
    askPerson(registries(), question.childIin, now),
    askBirth(registries(), question.childIin, now),
  ]);
  if (person.status === "not-found") return { state: "unknown" };
  const kinship = kinshipOf(adultIin, birth);
  const facts = person.status === "found" ? person.person : null;
  return {
    state: "known",
    kinship: kinship === "named" ? "parent" : kinship === "pending" ? "unanswered" : "none",
    facts,
    birthDate: facts?.birthDate ?? null,
    duplicate: await duplicateOf(question, kinship, birth, now),
  };
}

/** The living application that makes another one a duplicate, or null. */
async function duplicateOf(
  question: ChildQuestion,
  kinship: Kinship,
  birth: BirthAnswer,
  now: Date,
): Promise<{ number: string; date: LocalDate } | null> {
  const holder = await placeHolder(db(), question, now);
  if (holder === null) return null;
  const record = kinship === "named" && birth.status === "found" ? birth.record : null;
  if (givesWay(holder, record)) return null;
  const { number, registeredAt } = holder.application;
  return { number, date: localDateOf(registeredAt) };
}
