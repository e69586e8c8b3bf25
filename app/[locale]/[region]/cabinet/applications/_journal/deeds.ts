import type { ApplicationView } from "#lib/applications/journal.ts";
import { afterEvent, isAtRest, isLiving } from "#lib/applications/status.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { isEffective } from "#lib/privileges/rules.ts";
import { applicationPath } from "./application-tabs.ts";

/** What the list of deeds must know of an application. */
export type DeedSubject = Pick<
  ApplicationView,
  | "number"
  | "status"
  | "queueType"
  | "claims"
  | "district"
  | "twins"
  | "nonResident"
  | "byGuardian"
  | "lostPapers"
>;

export type Deed = {
  readonly label: MessageKey;
  /** After the portal's root. */
  readonly path: string;
};

type Offer = {
  readonly label: MessageKey;
  /** A page under the application's own, or a whole path after the portal's root that begins with `/`. */
  readonly path: string;
  readonly isOpen: (application: DeedSubject) => boolean;
};

/**
 * Everything a family may do about an application, in the order in which it is shown. Only what its status allows is
 * offered; who may is the same for all: whoever sees the page.
 */
const offers: readonly Offer[] = [
  { label: "journal.actions.contacts", path: "/cabinet/profile", isOpen: isChangeable },
  { label: "journal.deed.privileges", path: "privilege", isOpen: isResting },
  { label: "journal.deed.papers", path: "papers", isOpen: restsOnPapers },
  { label: "journal.deed.district", path: "district", isOpen: mayMove },
  { label: "journal.deed.twins", path: "twins", isOpen: mayJoin },
  { label: "journal.deed.twinsApart", path: "twins", isOpen: mayPart },
  { label: "journal.actions.withdraw", path: "withdraw", isOpen: mayWithdraw },
];

/** «Что можно сделать» with this application now. */
export function deedsOf(application: DeedSubject): readonly Deed[] {
  return offers
    .filter((offer) => offer.isOpen(application))
    .map(({ label, path }) => ({
      label,
      path: path.startsWith("/") ? path : deedPath(application.number, path),
    }));
}

/** The address of a deed's own page, after the portal's root. */
export function deedPath(number: string, deed: string): string {
  return `${applicationPath(number)}/${deed}`;
}

export function mayWithdraw({ status }: Pick<DeedSubject, "status">): boolean {
  return afterEvent(status, "withdraw").ok;
}

/** Another district of the same portal, where the application names one. */
export function mayMove({ status, district }: Pick<DeedSubject, "status" | "district">): boolean {
  return district !== null && isAtRest(status);
}

function isResting({ status }: DeedSubject): boolean {
  return isAtRest(status);
}

/** Whether papers stand behind it, of which a newer or clearer page can be brought. */
function restsOnPapers(application: DeedSubject): boolean {
  const { status, queueType, claims, nonResident, byGuardian, lostPapers } = application;
  const asked = queueType !== "general" || nonResident || byGuardian || lostPapers.length > 0;
  return isLiving(status) && (asked || claims.some((claim) => isEffective(claim.status)));
}

function mayJoin({ status, twins }: DeedSubject): boolean {
  return isAtRest(status) && twins.some((twin) => !twin.together);
}

function mayPart({ status, twins }: DeedSubject): boolean {
  return isAtRest(status) && twins.length > 0 && twins.every((twin) => twin.together);
}

/** Nothing can be changed in what is closed. */
function isChangeable({ status }: DeedSubject): boolean {
  return afterEvent(status, "withdraw").ok;
}
