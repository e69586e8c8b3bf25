import type { MessageKey } from "#lib/i18n/translate.ts";

const steps = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `help.guide.${name}.step${index + 1}` as MessageKey);

/** The guides in the order in which a family needs them; the first stands open. */
export const guides = [
  { name: "apply", steps: steps("apply", 8), open: true },
  { name: "ncalayer", steps: steps("ncalayer", 5), open: false },
  { name: "journal", steps: steps("journal", 3), open: false },
  { name: "check", steps: steps("check", 3), open: false },
] as const;

/** What families ask, the most frequent first. */
export const questions = [
  "documents",
  "age",
  "cost",
  "residence",
  "other-region",
  "who-applies",
  "phone-only",
  "key",
  "ncalayer",
  "register-down",
  "number",
  "bound",
  "privilege",
  "privilege-proof",
  "two-queues",
  "twins",
  "interest",
  "mistake",
  "sms",
  "verify",
  "privacy",
  "refused",
] as const;
