import type { PersonAnswer } from "#lib/registries/ports.ts";

/** What the registers answered about a family, and what was known before. */
export type FamilyAnswers = {
  /** Null where a paper application names no applicant. */
  readonly applicant: PersonAnswer | null;
  readonly child: PersonAnswer;
  /** Whether the portal serves a registration with this code. */
  readonly serves: (kato: string) => boolean;
  /** Policy: the family must be registered where the portal serves, and this family was. */
  readonly residenceMatters: boolean;
  /** Until when a family that is registered elsewhere may say otherwise; null before it was warned. */
  readonly movedDueAt: Date | null;
  readonly applicantGone: boolean;
};

/**
 * What follows from it.
 * - `close`: the child is no more; the record is closed at once, with no other word.
 * - `tell-other`: the applicant is no more; the child's place stays, the other representative is told, once.
 * - `warn`: nobody of the family is registered here; a deadline begins.
 * - `remove`: that deadline has passed and it is still so.
 * - `clear`: somebody is registered here again; the warning is over.
 */
export type Consequence = "close" | "tell-other" | "warn" | "remove" | "clear";

/**
 * The consequences of the registers' news; pure. A register that is silent, or knows nobody, changes nothing: a family
 * must not lose a place to an outage. The child's own registration counts as well as the applicant's, for a child may
 * live with the other parent.
 */
export function consequencesOf(answers: FamilyAnswers, now: Date): readonly Consequence[] {
  const { applicant, child, movedDueAt } = answers;
  if (isGone(child)) return ["close"];
  const found: Consequence[] = [];
  if (applicant !== null && isGone(applicant) && !answers.applicantGone) found.push("tell-other");
  if (!answers.residenceMatters) return movedDueAt === null ? found : [...found, "clear"];
  const lives = livesHere(answers);
  if (lives === true && movedDueAt !== null) found.push("clear");
  if (lives === false && movedDueAt === null) found.push("warn");
  if (lives === false && movedDueAt !== null && movedDueAt <= now) found.push("remove");
  return found;
}

function isGone(answer: PersonAnswer): boolean {
  return answer.status === "found" && (answer.person.deathDate ?? null) !== null;
}

/** Whether anybody of the family is registered where the portal serves; null while one of the answers is missing. */
function livesHere({ applicant, child, serves }: FamilyAnswers): boolean | null {
  const asked = applicant === null ? [child] : [applicant, child];
  const here = asked.some(
    (answer) =>
      answer.status === "found" &&
      answer.person.registration !== null &&
      serves(answer.person.registration.kato),
  );
  if (here) return true;
  return asked.every((answer) => answer.status === "found") ? false : null;
}
