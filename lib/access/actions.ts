import type { StaffRole, Strength } from "./actor.ts";

/**
 * Everything that can be asked of the portal, and who may ask it. What a family does and what staff do are different
 * actions even where they touch the same row, so that widening one can never widen the other.
 */
export type ActionRule = {
  /** `anyone` needs no sign-in; `parent` is every person who is signed in; the rest must have been granted. */
  readonly who: "anyone" | "parent" | readonly StaffRole[];
  /** The weakest sign-in that will do; `settled` is any, unless the phone was replaced by answers a short while ago. */
  readonly strength: Strength | "settled";
  /**
   * own: the subject belongs to the person; region: to a region of the person's grant; desk: likewise, and the platform's
   * grant counts in every region; any: no subject is checked.
   */
  readonly scope: "own" | "region" | "desk" | "any";
  /** Whether doing it leaves a row in the audit record. */
  readonly audit: boolean;
};

export const actions = {
  "portal.read": { who: "anyone", strength: "light", scope: "any", audit: false },
  "sign-in.begin": { who: "anyone", strength: "light", scope: "any", audit: true },
  "queue.check": { who: "anyone", strength: "light", scope: "any", audit: false },
  "verify.read": { who: "anyone", strength: "light", scope: "any", audit: false },

  "profile.read": { who: "parent", strength: "light", scope: "own", audit: false },
  // Contacts decide who gets the next code: changed only by someone who proved to be the person.
  "profile.write": { who: "parent", strength: "strong", scope: "own", audit: true },
  // «It was me» and «it was not me» after a phone was replaced by answers: knowing the papers must not be enough.
  "phone-change.settle": { who: "parent", strength: "strong", scope: "own", audit: true },
  // A password of one's own, by the old one or by a strong sign-in; not while somebody's phone came by answers.
  "password.change": { who: "parent", strength: "settled", scope: "own", audit: true },
  // All that the portal knows of a family in one file: worth more than any single page.
  "data.download": { who: "parent", strength: "strong", scope: "own", audit: true },
  "privacy.read": { who: "parent", strength: "light", scope: "own", audit: false },
  // What it says was sent to the person anyway; codes and links of their own are not in it.
  "inbox.read": { who: "parent", strength: "light", scope: "own", audit: false },
  // A browser that is told says only that there is something to read; not a stranger's who knew the papers.
  "inbox.push": { who: "parent", strength: "settled", scope: "own", audit: false },
  "session.list": { who: "parent", strength: "light", scope: "own", audit: false },
  "session.revoke": { who: "parent", strength: "light", scope: "own", audit: true },

  // The kinship rule decides what comes out; before it, there is no owner to compare with.
  "child.lookup": { who: "parent", strength: "strong", scope: "any", audit: true },
  // The same, with the application of the child as the prize (manual 002: by the key of the e-signature).
  "child.link": { who: "parent", strength: "strong", scope: "any", audit: true },

  "application.draft.read": { who: "parent", strength: "light", scope: "own", audit: false },
  // Binds nobody: all of it is shown again above the signature. Not for whom knowing the papers was enough to come in.
  "application.draft.write": { who: "parent", strength: "settled", scope: "own", audit: false },
  "application.submit": { who: "parent", strength: "strong", scope: "own", audit: true },
  "application.list": { who: "parent", strength: "light", scope: "own", audit: false },
  "application.read": { who: "parent", strength: "light", scope: "own", audit: false },
  // Gives the place away, so not by a sign-in to which knowing the papers was enough.
  "application.withdraw": { who: "parent", strength: "settled", scope: "own", audit: true },
  // Keeps what the child has; either representative.
  "interest.confirm": { who: "parent", strength: "settled", scope: "own", audit: true },
  "interest.restore": { who: "parent", strength: "settled", scope: "own", audit: true },
  // By the secret of a reminder's link, or from a phone to which a reminder went: only ever keeps a place.
  "interest.answer": { who: "anyone", strength: "light", scope: "any", audit: true },
  // The class in the queue was signed for: more of it needs the same sign-in, and its papers do anyway.
  "application.privilege.claim": { who: "parent", strength: "strong", scope: "own", audit: true },
  "application.privilege.give-up": {
    who: "parent",
    strength: "settled",
    scope: "own",
    audit: true,
  },
  "application.papers": { who: "parent", strength: "strong", scope: "own", audit: true },
  "application.move": { who: "parent", strength: "settled", scope: "own", audit: true },
  "application.twins": { who: "parent", strength: "settled", scope: "own", audit: true },
  // Where a place is given, not whether or when; either representative, and the other one is told.
  "application.wishes": { who: "parent", strength: "settled", scope: "own", audit: true },
  "document.read": { who: "parent", strength: "light", scope: "own", audit: false },
  "attachment.upload": { who: "parent", strength: "strong", scope: "own", audit: false },
  "attachment.delete": { who: "parent", strength: "strong", scope: "own", audit: true },
  "attachment.read": { who: "parent", strength: "light", scope: "own", audit: false },

  // What the office asks to be mended, and what a family says against a decision: words and no signature, but not by whom
  // knowing the papers was enough to come in.
  "application.correct": { who: "parent", strength: "settled", scope: "own", audit: true },
  "appeal.write": { who: "parent", strength: "settled", scope: "own", audit: true },

  // Opens the way by answers again for somebody whose papers were seen.
  "staff.recovery.lift": {
    who: ["officer", "region_admin"],
    strength: "strong",
    scope: "region",
    audit: true,
  },
  // What the office does to an application; each decides about the family of its own region only.
  "staff.application.return": {
    who: ["officer", "region_admin"],
    strength: "two-factor",
    scope: "region",
    audit: true,
  },
  "staff.application.hold": {
    who: ["officer", "region_admin"],
    strength: "two-factor",
    scope: "region",
    audit: true,
  },
  "staff.application.end": {
    who: ["officer", "region_admin"],
    strength: "two-factor",
    scope: "region",
    audit: true,
  },
  "staff.application.restore": {
    who: ["officer", "region_admin"],
    strength: "two-factor",
    scope: "region",
    audit: true,
  },
  "staff.application.move": {
    who: ["officer", "region_admin"],
    strength: "two-factor",
    scope: "region",
    audit: true,
  },
  "staff.appeal.answer": {
    who: ["officer", "region_admin"],
    strength: "two-factor",
    scope: "region",
    audit: true,
  },
  // What a kindergarten is and which groups it has: places and wishes rest on it.
  "staff.kindergarten.write": {
    who: ["officer", "region_admin"],
    strength: "two-factor",
    scope: "region",
    audit: true,
  },
  "staff.home": {
    who: ["kindergarten_head", "officer", "region_admin", "auditor", "platform_admin"],
    strength: "two-factor",
    scope: "desk",
    audit: false,
  },
} as const satisfies Readonly<Record<string, ActionRule>>;

export type ActionName = keyof typeof actions;

/** The rule of an action; undefined for a name that came from outside and is none. */
export function ruleOf(action: string): ActionRule | undefined {
  return Object.hasOwn(actions, action) ? actions[action as ActionName] : undefined;
}

/** Whether doing this must be written into the audit record. */
export function isAudited(action: ActionName): boolean {
  return actions[action].audit;
}
