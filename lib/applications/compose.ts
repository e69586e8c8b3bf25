import { and, eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { signingRequest } from "#db/schema/applications.ts";
import type { Actor } from "#lib/access/actor.ts";
import type { Refusal } from "#lib/access/authorize.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { parseEmail } from "#lib/identity/email.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";
import { newId, newShortCode, sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Failure, type Result } from "#lib/platform/result.ts";
import type { Portal } from "#lib/regions/views.ts";
import type { ChildLookup } from "./child.ts";
import { decodeContent, encodeContent, type ApplicationContent } from "./content.ts";
import { isTicked, type DraftValues } from "./draft.ts";
import { draftOf, lockDraft } from "./drafts.ts";
import { readDate, type Problem } from "./problems.ts";
import { claimedCategories, isGuardian, wizardView, type WizardView } from "./wizard.ts";

/** Long enough to read the text and to find the key in a drawer; afterwards it is composed anew with fresh facts. */
const signingMinutes = 30;
/** A text with less time left than this is composed anew at once. */
const tooLateMinutes = 5;

export type ComposeContext = {
  readonly portal: Portal;
  readonly draftId: string;
  /** Scheme, host and port of the portal. */
  readonly origin: string;
  readonly locale: Locale;
};

/**
 * Freezes the application: checks everything, composes the bytes and keeps them for the parent to sign. Asking twice
 * for the same draft gives the same text; a change in between gives a new one, and the former can be signed no more.
 */
export async function composeApplication(
  actor: Actor,
  context: ComposeContext,
  now: Date,
): Promise<
  | Result<{ readonly requestId: string }, Refusal | "submitted" | "no-residence" | "changed">
  | Failure<"problems", readonly Problem[]>
> {
  const { portal, draftId, origin, locale } = context;
  const own = await lockDraft(db(), actor, { regionId: portal.id, draftId }, "application.submit");
  if (!own.ok) return own;
  const seen = await wizardView(actor, { portal, draftId }, now);
  if (!seen.ok) return seen;
  const view = seen.value;
  if (view.policy.residenceRequired && view.applicant.residence === "elsewhere") {
    return fail("no-residence");
  }
  const problems = [...view.problems.applicant, ...view.problems.child, ...view.problems.documents];
  if (problems.length > 0) return fail("problems", problems);
  if (view.lookup?.state !== "known" || view.tooManyLookups) {
    return fail("problems", [{ field: "childIin", code: "child-unknown" }]);
  }
  const { lookup } = view;
  return await transaction(async (tx) => {
    const locked = await lockDraft(
      tx,
      actor,
      { regionId: portal.id, draftId },
      "application.submit",
    );
    if (!locked.ok) return locked;
    const draft = locked.value;
    if (draft.submittedAt !== null) return fail("submitted");
    if (draft.version !== view.draft.version) return fail("changed");
    const expiresAt = new Date(now.getTime() + signingMinutes * 60_000);
    const requestId = newId();
    const content = contentOf(view, lookup, { requestId, origin, locale, portal, now, expiresAt });
    const [open] = await tx.select().from(signingRequest).where(openRequestOf(portal.id, draftId));
    if (open && stillServes(open, draft.version, content, now)) return ok({ requestId: open.id });
    if (open) {
      await tx
        .update(signingRequest)
        .set({ state: "superseded" })
        .where(and(eq(signingRequest.regionId, portal.id), eq(signingRequest.id, open.id)));
    }
    const bytes = encodeContent(content);
    await tx.insert(signingRequest).values({
      regionId: portal.id,
      id: requestId,
      draftId,
      draftVersion: draft.version,
      personId: draft.personId,
      content: bytes,
      contentSha256: sha256Hex(bytes),
      createdAt: now,
      expiresAt,
      state: "open",
    });
    return ok({ requestId });
  });
}

export type SigningView = {
  readonly requestId: string;
  readonly content: ApplicationContent;
  readonly contentBase64: string;
  readonly contentSha256: string;
  readonly expiresAt: Date;
};

/** The frozen text of the owner's draft, shown from the very bytes; null when there is none that can be signed. */
export async function signingView(
  actor: Actor,
  where: { readonly regionId: number; readonly draftId: string },
  now: Date,
): Promise<Result<SigningView | null, Refusal>> {
  const found = await draftOf(actor, where);
  if (!found.ok) return found;
  const [row] = await db()
    .select()
    .from(signingRequest)
    .where(openRequestOf(where.regionId, where.draftId));
  if (!row || row.expiresAt <= now || row.draftVersion !== found.value.version) return ok(null);
  return ok({
    requestId: row.id,
    content: decodeContent(row.content),
    contentBase64: Buffer.from(row.content).toString("base64"),
    contentSha256: row.contentSha256,
    expiresAt: row.expiresAt,
  });
}

function openRequestOf(regionId: number, draftId: string) {
  return and(
    eq(signingRequest.regionId, regionId),
    eq(signingRequest.draftId, draftId),
    eq(signingRequest.state, "open"),
  );
}

function stillServes(
  open: typeof signingRequest.$inferSelect,
  version: number,
  wanted: ApplicationContent,
  now: Date,
): boolean {
  if (open.draftVersion !== version) return false;
  if (open.expiresAt.getTime() - now.getTime() < tooLateMinutes * 60_000) return false;
  const had = decodeContent(open.content);
  const { request, code, composedAt, expiresAt } = had;
  if (code === undefined) return false;
  const same = encodeContent({ ...wanted, request, code, composedAt, expiresAt });
  return Buffer.from(same).equals(Buffer.from(open.content));
}

type Frame = {
  readonly requestId: string;
  readonly origin: string;
  readonly locale: Locale;
  readonly portal: Portal;
  readonly now: Date;
  readonly expiresAt: Date;
};

function contentOf(
  view: WizardView,
  lookup: Extract<ChildLookup, { state: "known" }>,
  frame: Frame,
): ApplicationContent {
  const { values, queueType } = view.draft;
  const { facts, source } = view.applicant;
  const { registration } = facts;
  const district = view.districts.find((each) => each.kato === values.districtKato);
  return {
    kind: "kezek-application/1",
    request: frame.requestId,
    portal: frame.origin,
    code: newShortCode(),
    composedAt: frame.now.toISOString(),
    expiresAt: frame.expiresAt.toISOString(),
    language: frame.locale,
    region: { slug: frame.portal.slug, kato: frame.portal.kato, names: frame.portal.names },
    district: district ? { kato: district.kato, names: district.names } : null,
    queueType,
    applicant: {
      iin: facts.iin,
      surname: facts.surname,
      givenName: facts.givenName,
      patronymic: facts.patronymic,
      birthDate: facts.birthDate,
      address: registration ? { kk: registration.addressKk, ru: registration.addressRu } : null,
      source,
    },
    contacts: contactsOf(values),
    child: childOf(values, lookup),
    relation: isGuardian(values, lookup) ? "guardian" : "parent",
    nonResident: isTicked(values, "nonResident"),
    privileges: claimedCategories(values),
    attachments: view.papers.flatMap((paper) =>
      paper.files.map((file) => ({
        id: file.id,
        paper: paper.code,
        name: file.fileName,
        size: file.size,
        sha256: file.sha256,
      })),
    ),
    checksPending: pendingOf(view, lookup),
    personalDataConsent: true,
  };
}

function contactsOf(values: DraftValues): ApplicationContent["contacts"] {
  const email = parseEmail(values.email ?? "");
  const phone = parseMobilePhone(values.phone ?? "");
  const second = parseMobilePhone(values.secondPhone ?? "");
  if (!email.ok || !phone.ok) throw new Error("composing from contacts that were not checked");
  return {
    email: email.value,
    phone: phone.value,
    secondPhone: second.ok ? second.value : null,
  };
}

function childOf(
  values: DraftValues,
  lookup: Extract<ChildLookup, { state: "known" }>,
): ApplicationContent["child"] {
  const iin = parseTypedIin(values.childIin ?? "");
  if (!iin.ok) throw new Error("composing from an IIN that was not checked");
  if (lookup.kinship === "parent" && lookup.facts) {
    const { surname, givenName, patronymic, birthDate } = lookup.facts;
    return { iin: iin.value, surname, givenName, patronymic, birthDate, source: "register" };
  }
  const patronymic = values.childPatronymic?.trim() ?? "";
  return {
    iin: iin.value,
    surname: values.childSurname?.trim() ?? "",
    givenName: values.childGivenName?.trim() ?? "",
    patronymic: patronymic === "" ? null : patronymic,
    birthDate: readDate(values.childBirthDate),
    source: "declared",
  };
}

function pendingOf(
  view: WizardView,
  lookup: Extract<ChildLookup, { state: "known" }>,
): ApplicationContent["checksPending"] {
  const pending: ApplicationContent["checksPending"] = [];
  if (!view.applicant.registerAnswered || lookup.facts === null) pending.push("person");
  if (view.policy.residenceRequired && view.applicant.residence === "unanswered") {
    pending.push("residence");
  }
  if (lookup.kinship === "unanswered" && !isGuardian(view.draft.values, lookup)) {
    pending.push("kinship");
  }
  return pending;
}
