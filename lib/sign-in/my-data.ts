import { db, transaction } from "#db/client.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { applicationView, type ApplicationView } from "#lib/applications/journal.ts";
import { officeView } from "#lib/applications/office-views.ts";
import { allWishesOf } from "#lib/applications/wish-records.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { openAttachment } from "#lib/documents/attachment-views.ts";
import { openEvidence } from "#lib/documents/evidence-package.ts";
import { openIssued } from "#lib/documents/issued-views.ts";
import { type ZipEntry, zipStream } from "#lib/documents/zip.ts";
import { formatDateTime } from "#lib/i18n/formats.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { personsById } from "#lib/people/records.ts";
import { childrenOf } from "#lib/people/representation.ts";
import { countAttempt } from "#lib/platform/rate-limit.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { listPortals } from "#lib/regions/views.ts";
import { maskOthers } from "./mask-others.ts";
import {
  applicationsPart,
  auditPart,
  childrenPart,
  draftsPart,
  entrancesPart,
  messagesPart,
  personalPart,
  registersPart,
} from "./my-data-rows.ts";

// In this room because no other stands below all that it reads: applications, documents, messages and sessions.

/** The archive may hold many megabytes of papers, and nobody needs it more often. */
const perDay = { count: 5, windowSeconds: 24 * 60 * 60 };

export type MyData = {
  readonly fileName: string;
  readonly mime: "application/zip";
  /** Made while it is sent, file by file. */
  readonly bytes: AsyncGenerator<Uint8Array>;
};

export type MyDataOrder = {
  readonly regionId: number;
  readonly locale: Locale;
  readonly requestId: string | null;
};

/**
 * «Скачать мои данные»: everything that the portal keeps of the person, as one archive of JSON and the files themselves,
 * with a page of words in the reader's language. Of other people only what the person may see anyway: their IINs are
 * masked. Counted and recorded before the first byte.
 */
export async function downloadMyData(
  actor: Actor,
  order: MyDataOrder,
  now: Date,
): Promise<Result<MyData, Refusal> | Result<MyData, "too-many", { readonly until: Date }>> {
  if (actor.kind !== "person") return fail("signed-out");
  const { personId } = actor;
  const allowed = authorize(actor, "data.download", { ownerIds: [personId] });
  if (!allowed.ok) return allowed;
  const counted = await countAttempt(db(), `my-data:${personId}`, perDay, now);
  if (!counted.allowed) {
    return fail("too-many", { until: new Date(now.getTime() + counted.retryAfterSeconds * 1000) });
  }
  await transaction((tx) =>
    recordAudit(tx, {
      actor,
      action: "data.download",
      role: "parent",
      regionId: order.regionId,
      subject: { kind: "person", id: personId },
      concernsId: personId,
      requestId: order.requestId,
      at: now,
    }),
  );
  return ok({
    fileName: `kezek-${localDateOf(now)}.zip`,
    mime: "application/zip",
    bytes: zipStream(filesOf(actor, order, now), now),
  });
}

async function* filesOf(
  actor: PersonActor,
  { locale, requestId }: MyDataOrder,
  now: Date,
): AsyncGenerator<ZipEntry> {
  const { personId } = actor;
  const children = await personsById(db(), await childrenOf(db(), personId));
  const own = new Set([actor.iin, ...[...children.values()].map((child) => child.iin)]);
  const json = (name: string, value: unknown): ZipEntry => ({
    name,
    bytes: utf8(`${JSON.stringify(maskOthers(value, own), null, 2)}\n`),
  });
  yield { name: "README.txt", bytes: utf8(readme(locale, now)) };
  yield json("person.json", await personalPart(db(), personId));
  yield json("children.json", await childrenPart(db(), personId));
  yield json("drafts.json", await draftsPart(db(), personId));
  yield json("messages.json", await messagesPart(db(), personId));
  yield json("sign-ins.json", await entrancesPart(db(), personId));
  yield json("audit.json", await auditPart(db(), personId));
  yield json("registers.json", await registersPart(db(), [...own]));
  const portals = new Map((await listPortals()).map((portal) => [portal.id, portal.slug]));
  for (const { regionId, number } of await applicationsPart(db(), personId)) {
    const found = await applicationView(actor, { regionId, number }, now);
    if (!found.ok) continue;
    const folder = `applications/${portals.get(regionId) ?? regionId}-${number}`;
    yield json(`${folder}/application.json`, found.value);
    const office = await officeView(actor, { regionId, number }, now);
    if (office.ok) yield json(`${folder}/office.json`, office.value);
    const wishes = await allWishesOf(db(), { regionId, applicationId: found.value.id });
    if (wishes.length > 0) yield json(`${folder}/wishes.json`, wishes);
    yield* papersOf(actor, found.value, folder, requestId, now);
  }
}

async function* papersOf(
  actor: PersonActor,
  view: ApplicationView,
  folder: string,
  traceId: string | null,
  now: Date,
): AsyncGenerator<ZipEntry> {
  const { regionId } = view;
  for (const [index, issued] of view.issued.entries()) {
    const file = await openIssued(actor, regionId, issued.id);
    if (file.ok)
      yield { name: `${folder}/${issued.kind}-${index + 1}.pdf`, bytes: file.value.bytes };
  }
  for (const [index, each] of view.attachments.entries()) {
    const file = await openAttachment(actor, regionId, each.id, "original");
    if (!file.ok) continue;
    const parts: Uint8Array[] = [];
    for await (const part of file.value.stream) parts.push(Buffer.from(part));
    const kind = file.value.fileName.split(".").at(-1) ?? "bin";
    // The parent's own name for the file may hold any letter; which one it was is in application.json.
    yield { name: `${folder}/${each.paper}-${index + 1}.${kind}`, bytes: Buffer.concat(parts) };
  }
  // The signed text names its signer and where they live: it is the signer's alone.
  if (!view.mine || view.signature === null) return;
  const evidence = await openEvidence(actor, { regionId, which: view.number, traceId }, now);
  if (evidence.ok) yield { name: `${folder}/signature.zip`, bytes: evidence.value.bytes };
}

const described = [
  ["person.json", "privacy.readme.person"],
  ["children.json", "privacy.readme.children"],
  ["applications/", "privacy.readme.applications"],
  ["drafts.json", "privacy.readme.drafts"],
  ["messages.json", "privacy.readme.messages"],
  ["sign-ins.json", "privacy.readme.sign"],
  ["audit.json", "privacy.readme.audit"],
  ["registers.json", "privacy.readme.registers"],
] as const;

function readme(locale: Locale, now: Date): string {
  const t = translator(locale);
  return [
    t("privacy.readme.title", { time: formatDateTime(now) }),
    "",
    ...described.flatMap(([name, words]) => [name, `    ${t(words)}`]),
    "",
    t("privacy.readme.times"),
    t("privacy.readme.others"),
    t("privacy.readme.safe"),
    "",
  ].join("\r\n");
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
