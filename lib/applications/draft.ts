/**
 * What a parent types, kept as typed. Nothing is thrown away because it is wrong: a mistake is shown at its field and
 * the typing stays. Only when the application is composed for signing do the values get their meaning.
 */
export const draftFields = [
  "email",
  "phone",
  "secondPhone",
  "consent",
  "childIin",
  "childSurname",
  "childGivenName",
  "childPatronymic",
  "childBirthDate",
  "districtKato",
  "nonResident",
  "guardian",
  "privileged",
  "privilegeCategory",
] as const;
export type DraftField = (typeof draftFields)[number];
export type DraftValues = Readonly<Partial<Record<DraftField, string>>>;

/** The pages of the wizard, in order; the last one signs. */
export const wizardSteps = ["applicant", "child", "documents", "review"] as const;
export type WizardStep = (typeof wizardSteps)[number];

export const fieldsOfStep: Record<WizardStep, readonly DraftField[]> = {
  applicant: ["email", "phone", "secondPhone", "consent"],
  child: [
    "childIin",
    "childSurname",
    "childGivenName",
    "childPatronymic",
    "childBirthDate",
    "districtKato",
    "nonResident",
    "guardian",
    "privileged",
    "privilegeCategory",
  ],
  documents: [],
  review: [],
};

const checkboxes: ReadonlySet<DraftField> = new Set([
  "consent",
  "nonResident",
  "guardian",
  "privileged",
]);
/** Longer than any name or address is; what is beyond it is somebody's joke and is cut. */
const longest = 300;

export function isWizardStep(value: string): value is WizardStep {
  return (wizardSteps as readonly string[]).includes(value);
}

/**
 * The fields of one step out of a posted form. A checkbox that is absent was unticked; a text field that is absent
 * (it was not on the page) is left as it was.
 */
export function readStep(step: WizardStep, form: ReadonlyMap<string, string>): DraftValues {
  const read: Partial<Record<DraftField, string>> = {};
  for (const field of fieldsOfStep[step]) {
    const typed = form.get(field);
    if (checkboxes.has(field)) read[field] = typed === undefined || typed === "" ? "" : "on";
    else if (typed !== undefined) read[field] = clean(typed);
  }
  return read;
}

/** Values out of the database or of an untrusted object: known fields, texts only. */
export function readValues(stored: Readonly<Record<string, unknown>>): DraftValues {
  const read: Partial<Record<DraftField, string>> = {};
  for (const field of draftFields) {
    const value = stored[field];
    if (typeof value === "string") read[field] = clean(value);
  }
  return read;
}

export function isTicked(values: DraftValues, field: DraftField): boolean {
  return values[field] === "on";
}

// Control characters cannot be seen, so nobody meant them; PostgreSQL refuses NUL outright, and in JSON half of a
// surrogate pair too: a script sends one, and the cut leaves one of an emoji that stands across it.
function clean(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\p{Cc}/gu, " ")
    .slice(0, longest)
    .replace(/\p{Cs}/gu, "");
}
