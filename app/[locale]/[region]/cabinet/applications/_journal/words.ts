import type { TagTone } from "#app/_ui/tag.tsx";
import type { ApplicationStatus } from "#lib/applications/status.ts";
import type { MessageKey, Translator } from "#lib/i18n/translate.ts";
import { groupPhone } from "#lib/identity/phone.ts";
import { nextStepOf, type Standing } from "./next-step.ts";

export type StatusTag = { readonly tone: TagTone; readonly text: string };

const tones: Readonly<Record<ApplicationStatus, TagTone>> = {
  DRAFT: "plain",
  REGISTERED: "sky",
  RETURNED: "wait",
  ON_HOLD: "stop",
  TURN_CAME: "wait",
  OFFERED: "wait",
  VOUCHER_ISSUED: "wait",
  VOUCHER_CONFIRMED: "wait",
  WAITLISTED: "sky",
  INACTIVE: "stop",
  REFERRAL_ISSUED: "wait",
  REFERRAL_EXTENDED: "wait",
  ENROLLED: "done",
  WITHDRAWN: "plain",
  REFUSED: "stop",
  REMOVED: "stop",
};

/** The status, and beside it what is still being looked at: a doubt about a privilege does not stop the queue. */
export function statusTags(t: Translator, application: Standing): readonly StatusTag[] {
  const tags: StatusTag[] = [
    { tone: tones[application.status], text: t(`status.${application.status}.label`) },
  ];
  const { checks, claims } = application;
  const { kind } = nextStepOf(application);
  // Nothing is looked at any more.
  if (kind === "ended") return tags;
  if (kind === "mend") {
    tags.push({ tone: "wait", text: t("journal.tag.failed") });
  }
  if (kind === "wishes") tags.push({ tone: "wait", text: t("wishes.tag") });
  if (checks.some((check) => check.state === "pending")) {
    tags.push({ tone: "plain", text: t("status.CHECKING.label") });
  }
  if (claims.some((claim) => claim.status === "claimed")) {
    tags.push({ tone: "plain", text: t("status.PRIVILEGE_CHECK.label") });
  }
  return tags;
}

// Statuses whose sentence needs no date or reason; those of the others come with the steps that bring these facts.
const sentences: Readonly<Partial<Record<ApplicationStatus, MessageKey>>> = {
  DRAFT: "status.DRAFT.text",
  REGISTERED: "status.REGISTERED.text",
  WAITLISTED: "status.WAITLISTED.text",
  WITHDRAWN: "status.WITHDRAWN.text",
};

/** The status in a sentence for the parent, or null where it cannot be said without facts that are not at hand. */
export function statusSentence(t: Translator, status: ApplicationStatus): string | null {
  const key = sentences[status];
  return key === undefined ? null : t(key);
}

/** «Что сделать сейчас» in one sentence. `phone` is the office's, E.164. */
export function nextStepSentence(t: Translator, application: Standing, phone: string): string {
  const step = nextStepOf(application);
  switch (step.kind) {
    case "mend":
      return t("journal.todo.failed", {
        check: step.checks.map((kind) => checkName(t, kind)).join(", "),
        phone: groupPhone(phone),
      });
    case "look":
      // What the office asks and decided stands above it, with its date and its button.
      if (application.status === "RETURNED" || application.status === "REFUSED") {
        return t(`status.${application.status}.next`);
      }
      return t("journal.todo.other", { phone: groupPhone(phone) });
    case "wait":
      return t("journal.todo.registered");
    case "wishes":
      return t("wishes.due");
    case "checking":
    case "privilege":
    case "ended":
      return t(`journal.todo.${step.kind}`);
  }
}

/** A check of the registers by its name; a kind nobody named is shown by its code rather than not at all. */
export function checkName(t: Translator, kind: string): string {
  return named(t, `apply.check.${kind}`, kind);
}

export function categoryName(t: Translator, category: string): string {
  return named(t, `privilege.category.${category}`, category);
}

export function queueTypeName(t: Translator, queueType: string): string {
  return named(t, `qtype.name.${queueType}`, queueType);
}

export function paperName(t: Translator, paper: string): string {
  return named(t, `document.type.${paper}`, t("document.type.other"));
}

function named(t: Translator, key: string, otherwise: string): string {
  return t.has(key) ? t(key) : otherwise;
}
