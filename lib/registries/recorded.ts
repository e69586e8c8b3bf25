import { and, desc, eq, inArray } from "drizzle-orm";
import { db, type Queryable } from "#db/client.ts";
import { registryAnswer } from "#db/schema/people.ts";
import { newId } from "#lib/platform/ids.ts";
import type {
  BirthAnswer,
  BirthRecord,
  MobileAnswer,
  PersonAnswer,
  Registries,
  RegistryName,
} from "./ports.ts";

/**
 * An answer this fresh is not asked for again: the wizard turns its pages without troubling the registers, and a
 * silent register does not make every page wait for its time limit.
 */
const freshMs: Readonly<Record<string, number>> = { found: 10 * 60_000, "no-answer": 30_000 };

type Answered = { readonly status: string };

/**
 * Asks the register of persons and keeps what it said as evidence of what was known when.
 * @param at the portal's instant
 */
export async function askPerson(from: Registries, iin: string, at: Date): Promise<PersonAnswer> {
  return await asked("person", iin, at, () => from.persons.personByIin(iin));
}

/** Asks the civil register about a child, as `askPerson`. */
export async function askBirth(from: Registries, iin: string, at: Date): Promise<BirthAnswer> {
  return await asked("birth", iin, at, () => from.births.birthOf(iin));
}

/** Asks the mobile citizens' database which number is bound to an IIN, as `askPerson`. */
export async function askMobile(from: Registries, iin: string, at: Date): Promise<MobileAnswer> {
  return await asked("mobile", iin, at, () => from.mobiles.phoneOf(iin));
}

/** What the civil register said last of a child's birth, without asking it; null where it never knew of one. */
export async function lastBirth(from: Queryable, childIin: string): Promise<BirthRecord | null> {
  const [row] = await from
    .select({ answer: registryAnswer.answer })
    .from(registryAnswer)
    .where(
      and(
        eq(registryAnswer.subjectIin, childIin),
        eq(registryAnswer.registry, "birth"),
        inArray(registryAnswer.status, ["found", "not-found"]),
      ),
    )
    .orderBy(desc(registryAnswer.askedAt))
    .limit(1);
  // Our own row, written below from an answer of this very shape.
  const answer = row?.answer as BirthAnswer | undefined;
  return answer?.status === "found" ? answer.record : null;
}

async function asked<T extends Answered>(
  registry: RegistryName,
  iin: string,
  at: Date,
  ask: () => Promise<T>,
): Promise<T> {
  const [last] = await db()
    .select({ answer: registryAnswer.answer, askedAt: registryAnswer.askedAt })
    .from(registryAnswer)
    .where(and(eq(registryAnswer.subjectIin, iin), eq(registryAnswer.registry, registry)))
    .orderBy(desc(registryAnswer.askedAt))
    .limit(1);
  const age = last ? Math.abs(at.getTime() - last.askedAt.getTime()) : Number.POSITIVE_INFINITY;
  const status = last?.answer["status"];
  // Our own row, written below from an answer of this very shape.
  if (last && typeof status === "string" && age < (freshMs[status] ?? 0)) return last.answer as T;
  const answer = await ask();
  await db()
    .insert(registryAnswer)
    .values({
      id: newId(),
      registry,
      subjectIin: iin,
      status: answer.status,
      answer: { ...answer },
      askedAt: at,
    });
  return answer;
}
