import people from "#db/demo/people.json" with { type: "json" };
import { db, transaction } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { anonymous, type Actor, type PersonActor, type Strength } from "#lib/access/actor.ts";
import { demoPortals } from "#lib/demo/portals.ts";
import { savePerson } from "#lib/people/records.ts";
import { newId } from "#lib/platform/ids.ts";
import { openPortal, writeReference } from "#lib/regions/reference.ts";

export const now = new Date("2026-11-22T05:00:00Z");

export const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

export const nobody: Actor = anonymous("kk");

/** Two portals and two unrelated mothers of demo-people.json. */
export async function settle() {
  return transaction(async (tx) => {
    await writeReference(tx);
    const regions: number[] = [];
    for (const slug of ["akmola", "oral"]) {
      const portal = demoPortals.find((each) => each.slug === slug);
      if (!portal) throw new Error(`no demo portal ${slug}`);
      regions.push(await openPortal(tx, portal, now));
    }
    const [akmola = 0, oral = 0] = regions;
    return {
      akmola,
      oral,
      olga: signedIn(await settlePerson("910925490000")),
      aigerim: signedIn(await settlePerson("870612490009")),
    };

    async function settlePerson(iin: string) {
      const facts = people.adults.find((each) => each.iin === iin);
      if (!facts) throw new Error(`nobody has the IIN ${iin}`);
      const { surname, givenName, patronymic, birthDate } = facts;
      const known = { iin, surname, givenName, patronymic, birthDate, sex: null };
      return savePerson(tx, { ...known, registration: null }, "register", now);
    }
  });
}

export type Household = Awaited<ReturnType<typeof settle>>;

export function signedIn(
  who: { readonly id: string; readonly iin: string },
  strength: Strength = "strong",
): PersonActor {
  return {
    kind: "person",
    personId: who.id,
    iin: who.iin,
    strength,
    method: strength === "strong" ? "eds" : "code",
    roles: [],
    sessionId: newId(),
    onHold: false,
    locale: "kk",
  };
}

export async function openDraft(
  regionId: number,
  owner: PersonActor,
  changes: { submittedAt?: Date; discardedAt?: Date } = {},
): Promise<string> {
  const id = newId();
  await db()
    .insert(applicationDraft)
    .values({
      regionId,
      id,
      personId: owner.personId,
      queueType: "general",
      data: {},
      version: 1,
      idempotencyKey: newId(),
      createdAt: now,
      updatedAt: now,
      ...changes,
    });
  return id;
}
