import { getSignedIn } from "#app/_request/actor.ts";
import { displayName } from "#lib/identity/name.ts";

/** The signed-in person's name for the corner of the page. */
export async function cornerName(): Promise<string | undefined> {
  const signedIn = await getSignedIn();
  if (signedIn === null) return undefined;
  const { surname, givenName } = signedIn.name;
  return `${displayName(surname)} ${displayName(givenName)}`.trim();
}
