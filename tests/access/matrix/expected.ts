import type { ActionName } from "#lib/access/actions.ts";
import type { StaffRole, Strength } from "#lib/access/actor.ts";

/*
 * Who may do what: written by hand, apart from the rules it checks. `tests/unit/access` holds the guard to it,
 * `doors.test.ts` every command and view, and `docs/access-matrix.md` is made from it.
 */

/** How somebody came in, or did not; `held` ones while a phone that came by answers can be stopped. */
export const signIns = [
  "none",
  "held",
  "light",
  "held-two-factor",
  "two-factor",
  "strong",
  "held-strong",
] as const;
export type SignIn = (typeof signIns)[number];

export type Expectation = {
  /**
   * `all` with visitors; the `owner` of the thing; `each-person` who is signed in; `each-desk` in its own region, the
   * platform's administrator in each; or these roles in their own region.
   */
  readonly open: "all" | "owner" | "each-person" | "each-desk" | readonly StaffRole[];
  /** The weakest sign-in that will do; `settled` is light without a hold. */
  readonly needs: "light" | "settled" | "two-factor" | "strong";
  readonly audit: boolean;
  /** Why this sign-in and no other, for the document. */
  readonly why: string;
};

export const expected: Readonly<Record<ActionName, Expectation>> = {
  "portal.read": { open: "all", needs: "light", audit: false, why: "Public by law." },
  "sign-in.begin": { open: "all", needs: "light", audit: true, why: "How else to come in." },
  "queue.check": {
    open: "all",
    needs: "light",
    audit: false,
    why: "Needs the child's IIN and a second fact, counted by network and child.",
  },
  "verify.read": {
    open: "all",
    needs: "light",
    audit: false,
    why: "Whoever holds the paper holds the token printed on it.",
  },
  "profile.read": { open: "owner", needs: "light", audit: false, why: "One's own." },
  "profile.write": {
    open: "owner",
    needs: "strong",
    audit: true,
    why: "Contacts decide who gets the next code.",
  },
  "phone-change.settle": {
    open: "owner",
    needs: "strong",
    audit: true,
    why: "Knowing a family's papers must not be enough to end the hold.",
  },
  "password.change": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "Asks the old password too; not while the phone may be a stranger's.",
  },
  "data.download": {
    open: "owner",
    needs: "strong",
    audit: true,
    why: "All of a family in one file is worth more than any page.",
  },
  "privacy.read": {
    open: "owner",
    needs: "light",
    audit: false,
    why: "To see who looked must cost nothing.",
  },
  "inbox.read": { open: "owner", needs: "light", audit: false, why: "It was sent to them anyway." },
  "inbox.push": {
    open: "owner",
    needs: "settled",
    audit: false,
    why: "The browser learns only that there is something to read, and must not be a stranger's.",
  },
  "session.list": { open: "owner", needs: "light", audit: false, why: "To find a stranger's." },
  "session.revoke": {
    open: "owner",
    needs: "light",
    audit: true,
    why: "Shutting a door must be easier than opening it.",
  },
  "child.lookup": {
    open: "each-person",
    needs: "strong",
    audit: true,
    why: "Asks state registers about a person.",
  },
  "child.link": {
    open: "each-person",
    needs: "strong",
    audit: true,
    why: "As the lookup, with the child's application as the prize.",
  },
  "application.draft.read": {
    open: "owner",
    needs: "light",
    audit: false,
    why: "What one has typed oneself.",
  },
  "application.draft.write": {
    open: "owner",
    needs: "settled",
    audit: false,
    why: "Typing binds nobody: all of it is shown again above the signature.",
  },
  "application.submit": {
    open: "owner",
    needs: "strong",
    audit: true,
    why: "It is the signature that applies.",
  },
  "application.list": { open: "owner", needs: "light", audit: false, why: "One's own journal." },
  "application.read": {
    open: "owner",
    needs: "light",
    audit: false,
    why: "A parent without a computer must see the place in the queue.",
  },
  "application.withdraw": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "The place is lost for good; not while the phone may be a stranger's.",
  },
  "interest.confirm": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "Keeps what the child has; the other representative is told.",
  },
  "interest.restore": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "Takes the old place back, once; the other representative is told.",
  },
  "interest.answer": {
    open: "all",
    needs: "light",
    audit: true,
    why: "The secret of a reminder's link, or a phone that was reminded: only ever keeps a place.",
  },
  "application.privilege.claim": {
    open: "owner",
    needs: "strong",
    audit: true,
    why: "The first claim was signed; papers ask for as much.",
  },
  "application.privilege.give-up": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "One press must do, but not while the phone may be a stranger's.",
  },
  "application.papers": {
    open: "owner",
    needs: "strong",
    audit: true,
    why: "As the files that came with the signature.",
  },
  "application.move": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "Another queue, with the same instant.",
  },
  "application.twins": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "Decides how places are given; taken back as easily.",
  },
  "application.wishes": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "Decides where a place is given; the place in the queue stays.",
  },
  "document.read": { open: "owner", needs: "light", audit: false, why: "As the application." },
  "attachment.upload": {
    open: "owner",
    needs: "strong",
    audit: false,
    why: "Papers are asked for after the child was looked up.",
  },
  "attachment.delete": {
    open: "owner",
    needs: "strong",
    audit: true,
    why: "A paper taken away costs a privilege.",
  },
  "attachment.read": { open: "owner", needs: "light", audit: false, why: "One's own files." },
  "application.correct": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "Words and the promise to bring a paper; nothing is signed.",
  },
  "appeal.write": {
    open: "owner",
    needs: "settled",
    audit: true,
    why: "To object must be easy, and not a stranger's.",
  },
  "staff.application.return": {
    open: ["officer", "region_admin"],
    needs: "two-factor",
    audit: true,
    why: "Asks a family for something, with a deadline.",
  },
  "staff.application.hold": {
    open: ["officer", "region_admin"],
    needs: "two-factor",
    audit: true,
    why: "Keeps a child from a place, or ends that.",
  },
  "staff.application.end": {
    open: ["officer", "region_admin"],
    needs: "two-factor",
    audit: true,
    why: "Takes a child off the queue.",
  },
  "staff.application.restore": {
    open: ["officer", "region_admin"],
    needs: "two-factor",
    audit: true,
    why: "Puts a child where it stood.",
  },
  "staff.application.move": {
    open: ["officer", "region_admin"],
    needs: "two-factor",
    audit: true,
    why: "Changes whose queue a child stands in, and since when.",
  },
  "staff.appeal.answer": {
    open: ["officer", "region_admin"],
    needs: "two-factor",
    audit: true,
    why: "Decides about another officer's decision; never about one's own.",
  },
  "staff.recovery.lift": {
    open: ["officer", "region_admin"],
    needs: "strong",
    audit: true,
    why: "Opens a way into a family's cabinet.",
  },
  "staff.kindergarten.write": {
    open: ["officer", "region_admin"],
    needs: "two-factor",
    audit: true,
    why: "Places and wishes rest on it.",
  },
  "staff.home": { open: "each-desk", needs: "two-factor", audit: false, why: "Names nobody else." },
};

/** What an actor who came in so has: the strength, and whether it is held. */
export function sessionOf(signIn: Exclude<SignIn, "none">): {
  readonly strength: Strength;
  readonly onHold: boolean;
} {
  switch (signIn) {
    case "held":
      return { strength: "light", onHold: true };
    case "held-two-factor":
      return { strength: "two-factor", onHold: true };
    case "held-strong":
      return { strength: "strong", onHold: true };
    default:
      return { strength: signIn, onHold: false };
  }
}

/** Whether a sign-in is enough for what is needed. */
export function isEnough(needs: Expectation["needs"], signIn: SignIn): boolean {
  const enough: Readonly<Record<Expectation["needs"], readonly SignIn[]>> = {
    light: ["held", "light", "held-two-factor", "two-factor", "strong", "held-strong"],
    settled: ["light", "two-factor", "strong", "held-strong"],
    "two-factor": ["two-factor", "strong", "held-strong"],
    strong: ["strong", "held-strong"],
  };
  return enough[needs].includes(signIn);
}
