import { SummaryList } from "#app/_ui/summary-list.tsx";
import { Tag, type TagTone } from "#app/_ui/tag.tsx";
import type { ApplicationView } from "#lib/applications/journal.ts";
import { formatDate, formatDateShort, formatTimeWithSeconds } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayFullName, displayName } from "#lib/identity/name.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { claimState, claimTones } from "./claim-state.ts";
import { nextStepOf } from "./next-step.ts";
import { categoryName, checkName, queueTypeName } from "./words.ts";

type InfoTabProps = { readonly t: Translator; readonly application: ApplicationView };
type Row = { readonly term: string; readonly value: React.ReactNode };

/** «Информация о заявлении» (manual 003 §15): applicant, child, application, and how it was signed. */
export function InfoTab({ t, application }: InfoTabProps) {
  return (
    <div className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-10">
      <Checks t={t} application={application} />
      <Claims t={t} application={application} />
      <Facts
        id="applicant"
        title={t("journal.section.applicant")}
        rows={applicantRows(t, application)}
      />
      <Acting t={t} application={application} />
      <Facts id="child" title={t("journal.section.child")} rows={childRows(t, application)} />
      <Facts
        id="application"
        title={t("journal.section.application")}
        rows={applicationRows(t, application)}
      />
      <Facts
        id="signature"
        title={t("journal.section.signature")}
        rows={signatureRows(t, application)}
      />
    </div>
  );
}

type FactsProps = { readonly id: string; readonly title: string; readonly rows: readonly Row[] };

function Facts({ id, title, rows }: FactsProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 text-xl">
        {title}
      </h2>
      <SummaryList rows={rows} />
    </section>
  );
}

/** Who sees the application and may act on it: the one who applied, and the child's proven representatives. */
function Acting({ t, application: { applicant, representatives } }: InfoTabProps) {
  const people = [
    ...(applicant === null ? [] : [{ role: "applicant" as const, name: applicant }]),
    ...representatives.map((name) => ({ role: "representative" as const, name })),
  ];
  if (people.length < 2) return null;
  return (
    <section aria-labelledby="acting">
      <h2 id="acting" className="mb-3 text-xl">
        {t("journal.acting.title")}
      </h2>
      <p className="mb-3">{t("profile.link.both")}</p>
      <SummaryList
        rows={people.map(({ role, name }) => ({
          term: t(`journal.acting.${role}`),
          value: displayFullName(name),
        }))}
      />
    </section>
  );
}

const checkTones = { pending: "plain", passed: "done", failed: "wait" } as const;

function Checks({ t, application: { checks } }: InfoTabProps) {
  const rows = checks.map(({ kind, state }) => ({
    term: checkName(t, kind),
    value: <Mark tone={checkTones[state]} text={t(`apply.checkState.${state}`)} />,
  }));
  return <Facts id="checks" title={t("journal.section.checks")} rows={rows} />;
}

function Claims({ t, application }: InfoTabProps) {
  const { claims } = application;
  const closed = nextStepOf(application).kind === "ended";
  const rows = claims.map(({ category, status }) => ({
    term: categoryName(t, category),
    value: <Mark tone={claimTones[status]} text={claimState(t, status, closed)} />,
  }));
  return <Facts id="privileges" title={t("journal.section.privileges")} rows={rows} />;
}

/** Stands under its term on a phone, and off it. */
function Mark({ tone, text }: { readonly tone: TagTone; readonly text: string }) {
  return (
    <span className="inline-block pt-1 sm:pt-0">
      <Tag tone={tone}>{text}</Tag>
    </span>
  );
}

function applicantRows(t: Translator, application: ApplicationView): Row[] {
  const { applicant, contacts, byGuardian, mine } = application;
  const { email, phone, secondPhone } = contacts;
  const who = [
    {
      term: t("common.fullName"),
      value: applicant === null ? t("journal.noApplicant") : displayFullName(applicant),
    },
    ...(applicant === null ? [] : [{ term: t("common.iin"), value: groupIin(applicant.iin) }]),
    ...(byGuardian ? [{ term: t("journal.field.guardian"), value: t("common.yes") }] : []),
  ];
  if (!mine) return [...who, { term: t("profile.contacts"), value: t("journal.hiddenContacts") }];
  return [
    ...who,
    { term: t("common.email"), value: email ?? t("common.notGiven") },
    { term: t("common.phone"), value: phone === null ? t("common.notGiven") : groupPhone(phone) },
    ...(secondPhone === null
      ? []
      : [{ term: t("apply.contacts.phone2"), value: groupPhone(secondPhone) }]),
  ];
}

function childRows(t: Translator, { child, nonResident }: ApplicationView): Row[] {
  return [
    { term: t("common.fullName"), value: displayFullName(child) },
    { term: t("common.iin"), value: groupIin(child.iin) },
    ...(child.birthDate === null
      ? []
      : [{ term: t("apply.person.birthDate"), value: formatDate(t.locale, child.birthDate) }]),
    ...(nonResident ? [{ term: t("apply.nonresident.label"), value: t("common.yes") }] : []),
  ];
}

function applicationRows(t: Translator, application: ApplicationView): Row[] {
  const { number, entryCode, queueType, district, entryClass, registeredAt, place, channel } =
    application;
  const sentBy = `journal.channel.${channel}`;
  return [
    { term: t("journal.field.number"), value: number },
    { term: t("journal.field.entryCode"), value: <span className="tabular">{entryCode}</span> },
    { term: t("journal.field.registeredAt"), value: secondsOf(t, registeredAt) },
    { term: t("journal.field.queueType"), value: queueTypeName(t, queueType) },
    ...(district === null
      ? []
      : [{ term: t("journal.field.district"), value: district.names[t.locale] }]),
    ...(place === null
      ? []
      : [{ term: t("journal.field.cohort"), value: String(place.key.cohort) }]),
    { term: t("journal.field.class"), value: t(`queue.class.${entryClass}`) },
    ...(t.has(sentBy) ? [{ term: t("journal.field.channel"), value: t(sentBy) }] : []),
  ];
}

function signatureRows(t: Translator, { signature }: ApplicationView): Row[] {
  if (signature === null) return [];
  const algorithm = `eds.algorithm.${signature.algorithm}`;
  return [
    { term: t("journal.field.signedBy"), value: displayName(signature.name) },
    { term: t("journal.field.signedAt"), value: secondsOf(t, signature.at) },
    {
      term: t("journal.field.algorithm"),
      value: t.has(algorithm) ? t(algorithm) : signature.algorithm,
    },
    { term: t("journal.field.serial"), value: <span className="tabular">{signature.serial}</span> },
    {
      term: t("journal.field.revocation"),
      value: t(`journal.revocation.${signature.revocationKnown ? "known" : "unknown"}`),
    },
  ];
}

/** To the second, as the order of the queue is told, with the time zone. */
function secondsOf(t: Translator, at: Date): string {
  return t("notice.utc", { time: `${formatDateShort(at)}, ${formatTimeWithSeconds(at)}` });
}
