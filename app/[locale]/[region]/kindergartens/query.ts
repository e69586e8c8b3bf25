import { z } from "zod";
import { matching, type Wanted } from "#lib/kindergartens/find.ts";
import { byDistance } from "#lib/kindergartens/nearest.ts";
import {
  ownerships,
  teachingLanguages,
  type ListedKindergarten,
} from "#lib/kindergartens/register.ts";
import { slugPattern } from "#lib/kindergartens/slug.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";

/** What the address asks for; what it cannot mean is as if it were not there. */
export type Question = Wanted & {
  /** The kindergarten from which distances are counted. */
  readonly near: string | null;
  readonly after: string | null;
};

const one = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const parts = z.object({
  q: one(z.string().trim().max(60)),
  district: one(z.string().regex(/^\d{9}$/)),
  language: one(z.enum(teachingLanguages)),
  year: one(z.coerce.number().int().min(1990).max(2100)),
  queue: one(z.enum(queueTypes)),
  ownership: one(z.enum(ownerships)),
  near: one(z.string().regex(slugPattern)),
  after: one(z.string().regex(slugPattern)),
});

export function questionOf(
  search: Readonly<Record<string, string | string[] | undefined>>,
): Question {
  const { q, district, language, year, queue, ownership, near, after } = parts.parse(search);
  return {
    text: q === "" ? undefined : q,
    districtKato: district,
    language,
    cohort: year,
    queueType: queue,
    ownership,
    near: near ?? null,
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
  near,
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
    near: near ?? undefined,
    after: after ?? undefined,
  };
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) query.set(name, value);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

/** Whether anything is asked for, beside the words. */
export function isNarrowed(question: Question): boolean {
  return addressOf({ ...question, text: undefined, near: null, after: null }) !== "";
}

export function isAsked(question: Question): boolean {
  return isNarrowed(question) || question.text !== undefined;
}

export type Found = ListedKindergarten & { readonly metres?: number };

/** What answers to the question, with distances where it asks for them; whose place is unknown stands at the end. */
export function found(
  register: readonly ListedKindergarten[],
  question: Question,
): { readonly all: readonly Found[]; readonly near: ListedKindergarten | null } {
  const all = isAsked(question) ? matching(register, question) : register;
  const near = register.find(({ slug }) => slug === question.near) ?? null;
  if (near?.point == null) return { all, near: null };
  const placed = byDistance(all, near.point).map(({ each, metres }) => ({ ...each, metres }));
  return { all: [...placed, ...all.filter(({ point }) => point === null)], near };
}
