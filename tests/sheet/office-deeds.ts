import { and, desc, eq, inArray } from "drizzle-orm";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { answerAppeal } from "#lib/applications/answer-appeal.ts";
import { holdApplication, releaseApplication } from "#lib/applications/hold.ts";
import { refuseApplication, removeApplication } from "#lib/applications/remove.ts";
import { restoreApplication } from "#lib/applications/restore.ts";
import { returnForCorrection } from "#lib/applications/return.ts";
import { addDays, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { staffOf } from "#tests/integration/applications/office.ts";
import { inPortal } from "#tests/support/portal.ts";
import { oral } from "./queue-events.ts";

export type DeskDeed =
  | "give-back"
  | "take-off"
  | "uphold"
  | "hold"
  | "release"
  | "refuse"
  | "reject"
  | "put-back";

/** Another officer than the one who decided answers the objection. */
const answers: readonly DeskDeed[] = ["uphold", "reject"];

/** What the office of Oral does with an application. */
export const office = (number: string, deed: DeskDeed) =>
  inPortal(async () => {
    const portal = await oral();
    const iin = answers.includes(deed) ? "800101300002" : "800101300001";
    const done = await deeds[deed](await staffOf(portal, iin), {
      regionId: portal.id,
      number,
      requestId: null,
    });
    if (!done.ok) throw new Error(`${deed}: ${done.code}`);
  });

type Officer = Awaited<ReturnType<typeof staffOf>>;
type Order = { readonly regionId: number; readonly number: string; readonly requestId: null };
type Done = { readonly ok: true } | { readonly ok: false; readonly code: string };

const deeds: Readonly<Record<DeskDeed, (officer: Officer, order: Order) => Promise<Done>>> = {
  "give-back": async (officer, order) =>
    await returnForCorrection(
      officer,
      {
        ...order,
        reasons: ["paper-unreadable", "wrong-contacts"],
        note: "На второй странице удостоверения не видно печати и срока.",
      },
      await currentInstant(),
    ),
  "take-off": async (officer, order) =>
    await removeApplication(
      officer,
      { ...order, ground: "remove-moved", note: "По данным базы семья выехала." },
      await currentInstant(),
    ),
  hold: async (officer, order) => {
    const now = await currentInstant();
    const until = endOfDay(addDays(localDateOf(now), 30));
    const why = { ground: "hold-request", note: "По просьбе семьи на время поездки." };
    return await holdApplication(officer, { ...order, ...why, until }, now);
  },
  release: async (officer, order) =>
    await releaseApplication(officer, order, await currentInstant()),
  refuse: async (officer, order) =>
    await refuseApplication(
      officer,
      { ...order, ground: "refuse-incomplete", note: "Нет документа об опеке." },
      await currentInstant(),
    ),
  "put-back": async (officer, order) =>
    await restoreApplication(officer, order, await currentInstant()),
  uphold: async (officer, order) =>
    await answer(officer, order, "upheld", "Регистрация семьи в городе подтверждена."),
  reject: async (officer, order) =>
    await answer(officer, order, "refused", "Документ об опеке так и не представлен."),
};

async function answer(
  officer: Officer,
  order: Order,
  outcome: "upheld" | "refused",
  reasons: string,
): Promise<Done> {
  const eventSeq = await lastEnd(order);
  return await answerAppeal(
    officer,
    { ...order, eventSeq, outcome, reasons },
    await currentInstant(),
  );
}

async function lastEnd({ regionId, number }: Order): Promise<number> {
  const [event] = await db()
    .select({ seq: queueEvent.seq })
    .from(queueEvent)
    .innerJoin(application, eq(application.id, queueEvent.applicationId))
    .where(
      and(
        eq(queueEvent.regionId, regionId),
        eq(application.number, number),
        inArray(queueEvent.kind, ["removed", "refused"]),
      ),
    )
    .orderBy(desc(queueEvent.seq))
    .limit(1);
  return event?.seq ?? 0;
}
