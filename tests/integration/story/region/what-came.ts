import { and, eq, gte, isNotNull, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { dateOf, dayOf } from "./days.ts";
import { begins, type Region } from "./telling.ts";

const firstMoment = startOfDay(dateOf(begins));

/** Every message as the reckoning writes it. */
export async function messagesThatCame(): Promise<string[]> {
  const rows = await db()
    .select({
      at: message.createdAt,
      number: sql<string>`${message.params} ->> 'number'`,
      template: message.template,
      recipient: message.recipient,
      state: message.state,
    })
    .from(message);
  return rows.map(
    ({ at, number, template, recipient, state }) =>
      `${localDateOf(at)} ${number} ${template} ${recipient} ${state}`,
  );
}

/** Every event of the year as the reckoning writes it. */
export async function eventsThatCame(): Promise<string[]> {
  const rows = await db()
    .select({ at: queueEvent.at, number: application.number, kind: queueEvent.kind })
    .from(queueEvent)
    .innerJoin(
      application,
      and(
        eq(application.regionId, queueEvent.regionId),
        eq(application.id, queueEvent.applicationId),
      ),
    )
    .where(gte(queueEvent.at, new Date(firstMoment.getTime() + 11 * 3_600_000)));
  return rows.map(({ at, number, kind }) => `${localDateOf(at)} ${number} ${kind}`);
}

/** Where everybody stands in the end, and when it is asked next: what is otherwise than reckoned. */
export async function wrongEnds({ reckoned }: Region): Promise<string[]> {
  const rows = await db()
    .select({
      number: application.number,
      status: application.status,
      dueAt: application.interestDueAt,
    })
    .from(application)
    .where(isNotNull(application.interestDueAt));
  const found = new Map(rows.map((row) => [row.number, row]));
  return [...reckoned].flatMap(([{ number }, { status, due }]) => {
    const row = found.get(number);
    const isRight = row?.status === status && dayOf(localDateOf(row.dueAt ?? firstMoment)) === due;
    return isRight
      ? []
      : [`${number}: ${row?.status} ${row?.dueAt?.toISOString()}, not ${status} ${dateOf(due)}`];
  });
}

/** What is in one and not in the other, each as often as it is; the first of them. */
export function difference(came: readonly string[], reckoned: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of reckoned) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of came) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts]
    .filter(([, n]) => n !== 0)
    .map(([line, n]) => `${n > 0 ? "did not come" : "came besides"}: ${line}`)
    .toSorted()
    .slice(0, 20);
}

/** How many there are of each, by the word at this place of the line. */
export function countedBy(lines: readonly string[], word: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const name = line.split(" ")[word] ?? "";
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
