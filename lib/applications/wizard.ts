import { db } from "#db/client.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { cohortOf, localDateOf } from "#lib/calendar/local-date.ts";
import { attachmentsOfDraft, type AttachmentView } from "#lib/documents/attachment-views.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import { contactOf, type Contact } from "#lib/people/records.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { categoriesAt, type PrivilegeCategory } from "#lib/privileges/categories.ts";
import type { QueueType } from "#lib/regions/queue-types.ts";
import { classOfClaims, requiredPapers, type RequiredPaper } from "#lib/privileges/rules.ts";
import { positionOfNewcomer } from "#lib/queue/position.ts";
import { countsOf } from "#lib/queue/views.ts";
import { districtOf } from "#lib/regions/match-region.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { districtsOf, policyFor, type District, type Portal } from "#lib/regions/views.ts";
import { applicantNow, type Applicant } from "./applicant.ts";
import { lookupChild, type ChildLookup } from "./child.ts";
import { isTicked, type DraftValues, type WizardStep } from "./draft.ts";
import { draftOf, myDrafts, type Draft } from "./drafts.ts";
import {
  applicantProblems,
  childProblems,
  mustDeclare,
  paperProblems,
  readDate,
  type Problem,
} from "./problems.ts";

export type WizardPaper = RequiredPaper & { readonly files: readonly AttachmentView[] };

/** All that a page of the wizard shows; the same facts decide, at composing, what is accepted. */
export type WizardView = {
  readonly draft: Draft;
  readonly applicant: Applicant;
  readonly contact: Contact | null;
  readonly districts: readonly District[];
  /** KATO of the district where the applicant is registered, to be offered first. */
  readonly suggestedDistrict: string | null;
  readonly categories: readonly PrivilegeCategory[];
  readonly lookup: ChildLookup | null;
  /** The parent was stopped from looking up more children today. */
  readonly tooManyLookups: boolean;
  readonly mustDeclare: boolean;
  readonly papers: readonly WizardPaper[];
  readonly policy: PolicyParameters;
  readonly problems: Readonly<Record<WizardStep, readonly Problem[]>>;
  /** Whether this sign-in is enough to type; it is not while a phone that came by answers can be stopped. */
  readonly mayType: boolean;
  /** Whether it is enough to ask registers about a child; what comes after that needs the same. */
  readonly mayLookUp: boolean;
  /** Where the child would stand if it were registered now; null while it cannot be said. */
  readonly newcomer: { readonly withPrivilege: number | null; readonly without: number } | null;
};

/** The wizard's draft with all that the registers, the rules and the queue say to it. */
export async function wizardView(
  actor: Actor,
  place: { readonly portal: Portal; readonly draftId: string },
  now: Date,
): Promise<Result<WizardView, Refusal | "submitted">> {
  const found = await draftOf(actor, { regionId: place.portal.id, draftId: place.draftId });
  if (!found.ok) return found;
  if (actor.kind !== "person") return fail("signed-out");
  if (found.value.submittedAt !== null) return fail("submitted");
  return ok(await gather(actor, place.portal, found.value, now));
}

async function gather(
  actor: PersonActor,
  portal: Portal,
  draft: Draft,
  now: Date,
): Promise<WizardView> {
  const { values, queueType } = draft;
  const today = localDateOf(now);
  const [{ parameters: policy }, applicant, contact, allDistricts, attached, looked] =
    await Promise.all([
      policyFor({ regionId: portal.id, queueType, at: now }),
      applicantNow(actor, portal, now),
      contactOf(db(), actor.personId),
      districtsOf(portal.id),
      attachmentsOfDraft(actor, portal.id, draft.id),
      lookFor(actor, portal, draft, now),
    ]);
  const districts = policy.districtsRequired ? allDistricts : [];
  const categories = categoriesAt(today);
  const files = attached.ok ? attached.value : [];
  const mayLookUp = authorize(actor, "child.lookup").ok;
  const papers = papersOf(values, queueType, looked.lookup, now).map((paper) => ({
    ...paper,
    files: files.filter((file) => file.paper === paper.code),
  }));
  const shown = mayLookUp ? applicant : withoutAddress(applicant);
  const kato = shown.facts.registration?.kato;
  return {
    draft,
    applicant: shown,
    contact,
    districts,
    suggestedDistrict: kato ? (districtOf(kato, districts)?.kato ?? null) : null,
    categories,
    lookup: looked.lookup,
    tooManyLookups: looked.tooMany,
    mustDeclare: mustDeclare(looked.lookup),
    papers,
    policy,
    problems: {
      applicant: applicantProblems(values),
      child: childProblems(values, {
        applicantIin: actor.iin,
        lookup: looked.lookup,
        districts: districts.map((each) => each.kato),
        categories: categories.map((each) => each.code),
        ageLimitYears: policy.ageLimitYears,
        now,
      }),
      documents: paperProblems(
        papers.map((paper) => paper.code),
        new Map(papers.map((paper) => [paper.code, paper.files.length])),
      ),
      review: [],
    },
    mayType: authorize(actor, "application.draft.write", { ownerIds: [draft.personId] }).ok,
    mayLookUp,
    newcomer: await newcomerOf(portal, draft, looked.lookup, policy, now),
  };
}

/** Where a family lives is not told to whoever guessed a password: the form can be begun without it. */
function withoutAddress(applicant: Applicant): Applicant {
  return { ...applicant, facts: { ...applicant.facts, registration: null } };
}

/** The papers that these values call for. */
export function papersOf(
  values: DraftValues,
  queueType: QueueType,
  lookup: ChildLookup | null,
  now: Date,
): readonly RequiredPaper[] {
  return requiredPapers(
    {
      queueType,
      categories: claimedCategories(values),
      nonResident: isTicked(values, "nonResident"),
      byGuardian: lookup?.state === "known" && isGuardian(values, lookup),
    },
    localDateOf(now),
  );
}

/** Acts as a guardian: ticked so, and the civil register does not name the applicant a parent anyway. */
export function isGuardian(values: DraftValues, lookup: ChildLookup): boolean {
  return isTicked(values, "guardian") && lookup.state === "known" && lookup.kinship !== "parent";
}

export function claimedCategories(values: DraftValues): string[] {
  const category = values.privilegeCategory ?? "";
  return isTicked(values, "privileged") && category !== "" ? [category] : [];
}

async function lookFor(
  actor: PersonActor,
  portal: Portal,
  draft: Draft,
  now: Date,
): Promise<{ lookup: ChildLookup | null; tooMany: boolean }> {
  const iin = parseTypedIin(draft.values.childIin ?? "");
  if (!iin.ok || iin.value === actor.iin) return { lookup: null, tooMany: false };
  const question = { regionId: portal.id, queueType: draft.queueType, childIin: iin.value };
  const looked = await lookupChild(actor, question, now);
  return looked.ok
    ? { lookup: looked.value, tooMany: false }
    : { lookup: null, tooMany: looked.code === "too-many" };
}

async function newcomerOf(
  portal: Portal,
  draft: Draft,
  lookup: ChildLookup | null,
  policy: PolicyParameters,
  now: Date,
): Promise<WizardView["newcomer"]> {
  if (lookup?.state !== "known") return null;
  const birthDate = lookup.birthDate ?? readDate(draft.values.childBirthDate);
  const districtKato = policy.districtsRequired ? (draft.values.districtKato ?? "") : "";
  if (birthDate === null || (policy.districtsRequired && districtKato === "")) return null;
  const counts = await countsOf(db(), {
    regionId: portal.id,
    queueType: draft.queueType,
    districtKato,
    cohort: cohortOf(birthDate, policy.cohortShiftFrom),
  });
  const claims = claimedCategories(draft.values).map((category) => ({
    category,
    status: "claimed" as const,
  }));
  const claimed = classOfClaims(claims, localDateOf(now));
  return {
    without: positionOfNewcomer("ordinary", counts, policy.priorityRatio),
    withPrivilege:
      claimed === "ordinary" ? null : positionOfNewcomer(claimed, counts, policy.priorityRatio),
  };
}

export type ServiceView = {
  readonly policy: PolicyParameters;
  readonly categories: readonly PrivilegeCategory[];
  readonly papers: readonly RequiredPaper[];
  /** Null for a visitor and for a sign-in that may not type. */
  readonly applicant: Applicant | null;
  /** The applicant lives where the rules of the region ask for it, as far as the register says. */
  readonly mayApply: boolean;
  readonly mayType: boolean;
  /** False where the form can be begun, and gone on with only after a strong sign-in. */
  readonly mayLookUp: boolean;
  readonly drafts: readonly Draft[];
};

/** The service's page: rules for all; for a signed-in parent whether the way is open, and what was begun before. */
export async function serviceView(
  actor: Actor,
  portal: Portal,
  queueType: QueueType,
  now: Date,
): Promise<ServiceView> {
  const { parameters: policy } = await policyFor({ regionId: portal.id, queueType, at: now });
  const today = localDateOf(now);
  const grounds = { queueType, categories: [], nonResident: false, byGuardian: false };
  const open = { policy, categories: categoriesAt(today), papers: requiredPapers(grounds, today) };
  const closed = { applicant: null, mayApply: false, mayType: false, mayLookUp: false };
  if (actor.kind !== "person") return { ...open, ...closed, drafts: [] };
  const drafts = await myDrafts(actor, portal.id);
  const ofType = drafts.ok ? drafts.value.filter((draft) => draft.queueType === queueType) : [];
  const mayType = authorize(actor, "application.draft.write", { ownerIds: [actor.personId] }).ok;
  if (!mayType) return { ...open, ...closed, drafts: ofType };
  const mayLookUp = authorize(actor, "child.lookup").ok;
  const known = await applicantNow(actor, portal, now);
  const applicant = mayLookUp ? known : withoutAddress(known);
  const mayApply = !policy.residenceRequired || applicant.residence !== "elsewhere";
  return { ...open, applicant, mayApply, mayType, mayLookUp, drafts: ofType };
}
