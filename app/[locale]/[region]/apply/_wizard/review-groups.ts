import type { ApplicationContent } from "#lib/applications/content.ts";
import type { WizardStep } from "#lib/applications/draft.ts";
import { formatBytes, formatDate, formatDateTimeLong } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { groupPhone } from "#lib/identity/phone.ts";

export type ReviewRow = { readonly term: string; readonly value: string };
export type ReviewGroup = {
  readonly id: string;
  readonly title: string;
  /** The page on which it can be changed; null for what the portal states itself. */
  readonly step: WizardStep | null;
  readonly rows: readonly ReviewRow[];
};

/** The application as its parent reads it before signing: everything that stands in the signed text, in plain words. */
export function reviewGroups(t: Translator, content: ApplicationContent): ReviewGroup[] {
  const groups: ReviewGroup[] = [
    {
      id: "applicant",
      title: t("apply.steps.applicant"),
      step: null,
      rows: applicantRows(t, content),
    },
    {
      id: "contacts",
      title: t("apply.contacts.title"),
      step: "applicant",
      rows: contactRows(t, content),
    },
    { id: "child", title: t("apply.steps.child"), step: "child", rows: childRows(t, content) },
    { id: "queue", title: t("apply.text.queue"), step: "child", rows: queueRows(t, content) },
    {
      id: "papers",
      title: t("apply.papers.title"),
      step: "documents",
      rows: paperRows(t, content),
    },
    {
      id: "statements",
      title: t("apply.text.statements"),
      step: null,
      rows: statementRows(t, content),
    },
  ];
  return groups;
}

function applicantRows(t: Translator, { applicant }: ApplicationContent): ReviewRow[] {
  const rows = personRows(t, applicant);
  if (applicant.address === null) return rows;
  const value = t.locale === "kk" ? applicant.address.kk : applicant.address.ru;
  return [...rows, { term: t("apply.person.address"), value }];
}

function contactRows(t: Translator, { contacts }: ApplicationContent): ReviewRow[] {
  return [
    { term: t("apply.contacts.email"), value: contacts.email },
    { term: t("apply.contacts.phone"), value: groupPhone(contacts.phone) },
    {
      term: t("apply.contacts.phone2"),
      value:
        contacts.secondPhone === null ? t("common.notGiven") : groupPhone(contacts.secondPhone),
    },
  ];
}

function childRows(t: Translator, { child, relation }: ApplicationContent): ReviewRow[] {
  const rows = personRows(t, child).map((row, index) =>
    index === 0 && child.source === "declared"
      ? { ...row, value: `${row.value} (${t("apply.review.declared")})` }
      : row,
  );
  if (relation === "parent") return rows;
  return [...rows, { term: t("apply.guardian.label"), value: t("apply.text.yes") }];
}

function personRows(
  t: Translator,
  person: ApplicationContent["applicant"] | ApplicationContent["child"],
): ReviewRow[] {
  const rows = [
    { term: t("common.fullName"), value: displayFullName(person) },
    { term: t("apply.person.iin"), value: groupIin(person.iin) },
  ];
  if (person.birthDate === null) return rows;
  return [
    ...rows,
    { term: t("apply.person.birthDate"), value: formatDate(t.locale, person.birthDate) },
  ];
}

function queueRows(t: Translator, content: ApplicationContent): ReviewRow[] {
  const { region, district, queueType, nonResident, privileges } = content;
  const rows = [
    { term: t("common.region"), value: region.names[t.locale] },
    { term: t("apply.text.queueType"), value: t(`qtype.name.${queueType}`) },
    {
      term: t("apply.nonresident.label"),
      value: nonResident ? t("apply.text.yes") : t("apply.text.no"),
    },
    {
      term: t("apply.text.privilege"),
      value:
        privileges.length === 0
          ? t("apply.privilege.none")
          : privileges.map((code) => nameOf(t, `privilege.category.${code}`, code)).join("; "),
    },
  ];
  if (district === null) return rows;
  return rows.toSpliced(1, 0, { term: t("apply.text.district"), value: district.names[t.locale] });
}

function paperRows(t: Translator, { attachments }: ApplicationContent): ReviewRow[] {
  if (attachments.length === 0) {
    return [{ term: t("apply.text.attachments"), value: t("apply.text.noAttachments") }];
  }
  const papers = [...new Set(attachments.map(({ paper }) => paper))];
  return papers.map((paper) => ({
    term: nameOf(t, `document.type.${paper}`, paper),
    value: attachments
      .filter((each) => each.paper === paper)
      .map((each) => `${each.name}, ${formatBytes(t.locale, each.size)}`)
      .join("; "),
  }));
}

function statementRows(t: Translator, content: ApplicationContent): ReviewRow[] {
  const rows = [
    { term: t("apply.consent.title"), value: t("apply.consent.text") },
    {
      term: t("apply.text.heading"),
      value: t("apply.text.composed", {
        time: formatDateTimeLong(t.locale, new Date(content.composedAt)),
      }),
    },
  ];
  if (content.checksPending.length === 0) return rows;
  const checks = content.checksPending.map((check) => t(`apply.check.${check}`)).join("; ");
  return [...rows, { term: t("apply.review.pending"), value: checks }];
}

function nameOf(t: Translator, key: string, otherwise: string): string {
  return t.has(key) ? t(key) : otherwise;
}
