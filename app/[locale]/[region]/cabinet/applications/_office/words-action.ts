import { redirect } from "next/navigation";

import type { RequestFacts } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { forgetTyping, keepTyping } from "#app/_request/kept-typing.ts";
import type { PortalPage } from "#app/_request/region.ts";
import type { WordsState } from "./words-form.tsx";

// What the actions have in common that take a family's own words: whatever the answer, nothing is typed twice.

export type Posted = {
  readonly words: string;
  readonly ticked: boolean;
  /** Grows with each answer. */
  readonly round: number;
};

/** @param limit of the words' length: what is longer is told so, and what is far longer was not typed by hand */
export function postedWords(form: FormData, limit: number, before: WordsState): Posted {
  const typed = form.get("words");
  return {
    words: typeof typed === "string" ? typed.slice(0, limit * 2) : "",
    ticked: form.get("ticked") !== null,
    round: (Number(before?.round) || 0) + 1,
  };
}

/** Back to the form: with what is wrong at the field, or with why it cannot be at all. */
export function wordsAgain(
  posted: Posted,
  said: { readonly problem: string } | { readonly trouble: string },
): WordsState {
  return { ...posted, problem: null, trouble: null, ...said };
}

type Place = RequestFacts & PortalPage;
type Form = {
  /** Which form of which thing, for what is kept of it. */
  readonly typing: string;
  /** Where it stands, as a path. */
  readonly here: string;
};

/** To the sign-in, or to a stronger one, and back to the form with the words in it. */
export async function signInFirst(place: Place, form: Form, { words }: Posted): Promise<never> {
  const { locale, portal, actor, now } = place;
  await keepTyping(actor, form.typing, { words }, now);
  redirect(signInPath({ locale, regionSlug: portal.slug }, form.here));
}

/** On from a form whose words are sent. */
export async function wordsSent(place: Place, form: Form, next: string): Promise<never> {
  await forgetTyping(place.actor, form.typing, place.now);
  redirect(next);
}
