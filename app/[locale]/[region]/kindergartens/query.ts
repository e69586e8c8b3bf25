import { z } from "zod";
import { matching, type Wanted } from "#lib/kindergartens/find.ts";
import {
  ownerships,
  teachingLanguages,
  type ListedKindergarten,
} from "#lib/kindergartens/register.ts";
import { slugPattern } from "#lib/kindergartens/slug.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";

/** What the address asks for; what it cannot mean is as if it were not there. */
export type Question = Wanted & { readonly after: string | null };

const one = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const parts = z.object({
  q: one(z.string().trim().max(60)),
  district: one(z.string().regex(/^\d{9}$/)),
  language: one(z.enum(teachingLanguages)),
  year: one(z.coerce.number().int().min(1990).max(2100)),
  queue: one(z.enum(queueTypes)),
  ownership: one(z.enum(ownerships)),
  after: one(z.string().regex(slugPattern)),
});

export function questionOf(
  search: Readonly<Record<string, string | string[] | undefined>>,
): Question {
  const { q, district, language, year, queue, ownership, after } = parts.parse(search);
  return {
    text: q === "" ? undefined : q,
    districtKato: district,
    language,
    cohort: year,
    queueType: queue,
    ownership,
    after: after ?? null,
  };
}

/** The address of the list for this question, from `?` on; empty for the whole list from its beginning. */
export function addressOf({
  text,
  districtKato,
  language,
  cohort,
  queueType,
  ownership,
  after,
}: Question): string {
  const query = new URLSearchParams();
  const given = {
    q: text,
    district: districtKato,
    language,
    year: cohort?.toString(),
    queue: queueType,
    ownership,
    after: after ?? undefined,
  };
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) query.set(name, value);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

/** Whether anything is asked for, beside the words. */
export function isNarrowed(question: Question): boolean {
  return addressOf({ ...question, text: undefined, after: null }) !== "";
}

export function isAsked(question: Question): boolean {
  return isNarrowed(question) || question.text !== undefined;
}

export function found(
  register: readonly ListedKindergarten[],
  question: Question,
): readonly ListedKindergarten[] {
  return isAsked(question) ? matching(register, question) : register;
}
