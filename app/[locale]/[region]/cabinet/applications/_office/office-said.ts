import type { PersonActor } from "#lib/access/actor.ts";
import type { ApplicationView } from "#lib/applications/journal.ts";
import { type AskedCorrection, type Decided, officeView } from "#lib/applications/office-views.ts";
import { isTold } from "./office-words.ts";

/** What the office says on an application's page. */
export type OfficeSaid = {
  readonly asked: AskedCorrection | null;
  /** The last day of a hold that runs. */
  readonly heldUntil: Date | null;
  /** Decisions, the newest first. */
  readonly told: readonly Decided[];
};

const nothing: OfficeSaid = { asked: null, heldUntil: null, told: [] };

export async function officeSaid(
  actor: PersonActor,
  { regionId, number, status }: Pick<ApplicationView, "regionId" | "number" | "status">,
  now: Date,
): Promise<OfficeSaid> {
  const found = await officeView(actor, { regionId, number }, now);
  if (!found.ok) return nothing;
  const { asked, heldUntil, decisions } = found.value;
  return {
    asked,
    heldUntil: status === "ON_HOLD" ? heldUntil : null,
    told: decisions.filter((each, index) => isTold(each, status, decisions.slice(0, index))),
  };
}

/** Whether the office's own words say where the application stands and what can be done about it. */
export function saysAll({ asked, told }: OfficeSaid): boolean {
  return asked !== null || told.some(({ kind, appeal }) => isStanding(kind, appeal));
}

function isStanding(kind: Decided["kind"], appeal: Decided["appeal"]): boolean {
  return kind !== "privilege-refused" && appeal?.outcome !== "upheld";
}
