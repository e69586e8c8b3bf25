import type { Tx } from "#db/client.ts";
import { calendarInForce } from "#lib/calendar/in-force.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { afterQuietHours } from "#lib/calendar/quiet-hours.ts";
import type { Channel } from "#lib/messaging/outgoing.ts";
import { env } from "#lib/platform/env.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { Template } from "./templates.ts";

/** Somebody waits for it before a page, or somebody may be in the account: such a message rings at any hour. */
const atAnyHour: ReadonlySet<Template> = new Set([
  "code",
  "phone-change",
  "recovery-tried",
  "recovery-blocked",
  "new-sign-in",
  "account-changed",
]);

export type Timing = {
  readonly regionId: number | null;
  readonly template: string;
  /** The person has just asked for it and sits before the page. */
  readonly asked: boolean;
  /** When it is of no use any more. */
  readonly expiresAt: Date | null;
};

/**
 * The instant before which a message is not sent by a channel, by the region's quiet hours; null: at once. What would
 * be too late in the morning goes at night: being told matters more than sleep.
 */
export async function notBeforeOf(
  tx: Tx,
  { regionId, template, asked, expiresAt }: Timing,
  now: Date,
): Promise<(channel: Channel) => Date | null> {
  const urgent: ReadonlySet<string> = atAnyHour;
  if (asked || regionId === null || urgent.has(template)) return () => null;
  const { quietFrom, quietTo, quietDaysOffForSms } = await hoursOf(tx, regionId, now);
  const calendar = calendarInForce();
  return (channel) => {
    const quietDaysOff = channel === "sms" && quietDaysOffForSms;
    const due = afterQuietHours(now, { quietFrom, quietTo, quietDaysOff }, calendar);
    const inVain = expiresAt !== null && due >= expiresAt;
    return due > now && !inVain ? due : null;
  };
}

type Hours = Pick<PolicyParameters, "quietFrom" | "quietTo" | "quietDaysOffForSms">;

// Thousands of families are reminded on one day, each in a transaction that would read the same rules. Tests change
// them and look at once.
const lateness = () => (env().APP_ENV === "test" ? 0 : 5_000);
const known = new Map<string, { readonly hours: Hours; readonly readAt: number }>();

async function hoursOf(tx: Tx, regionId: number, now: Date): Promise<Hours> {
  const key = `${regionId} ${localDateOf(now)}`;
  const kept = known.get(key);
  if (kept !== undefined && performance.now() - kept.readAt < lateness()) return kept.hours;
  const { parameters } = await policyFor({ regionId, queueType: "general", at: now }, tx);
  if (known.size > 1_000) known.clear();
  known.set(key, { hours: parameters, readAt: performance.now() });
  return parameters;
}
