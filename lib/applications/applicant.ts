import { db } from "#db/client.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { personByIin } from "#lib/people/records.ts";
import type { PersonFacts, PersonSource } from "#lib/people/person.ts";
import { isRegisteredIn } from "#lib/regions/match-region.ts";
import type { Portal } from "#lib/regions/views.ts";
import { listPortals } from "#lib/regions/views.ts";
import { registries } from "#lib/registries/current.ts";
import { askPerson } from "#lib/registries/recorded.ts";

/** The applicant as known now. */
export type Applicant = {
  readonly facts: PersonFacts;
  readonly source: PersonSource;
  /** Whether the register of persons answered, now or before; if not, it is asked again after the registration. */
  readonly registerAnswered: boolean;
  /** here: registered where the portal serves; elsewhere: registered in another place or nowhere; unanswered: unknown. */
  readonly residence: "here" | "elsewhere" | "unanswered";
};

/**
 * The applicant by the register of persons, or, while it is silent, by what it said before, or by the certificate.
 * Writes nothing but the register's answer.
 */
export async function applicantNow(
  actor: PersonActor,
  portal: Portal,
  now: Date,
): Promise<Applicant> {
  const answer = await askPerson(registries(), actor.iin, now);
  const known = await personByIin(db(), actor.iin);
  if (answer.status === "found") {
    return {
      facts: answer.person,
      source: "register",
      registerAnswered: true,
      residence: await residenceOf(answer.person, portal),
    };
  }
  if (!known) throw new Error("a signed-in person has no row");
  if (answer.status === "not-found") {
    return { facts: known, source: known.source, registerAnswered: true, residence: "elsewhere" };
  }
  const before = known.source === "register";
  return {
    facts: known,
    source: known.source,
    registerAnswered: before,
    residence: before ? await residenceOf(known, portal) : "unanswered",
  };
}

async function residenceOf(facts: PersonFacts, portal: Portal): Promise<"here" | "elsewhere"> {
  return isRegisteredIn(facts.registration?.kato, portal, await listPortals())
    ? "here"
    : "elsewhere";
}
