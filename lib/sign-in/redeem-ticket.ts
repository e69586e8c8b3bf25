import { and, eq, ne } from "drizzle-orm";
import { db, transaction, type Tx } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { notify } from "#lib/notifications/notify.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { type Contact, contactOf, savePerson } from "#lib/people/records.ts";
import type { Registries } from "#lib/registries/ports.ts";
import { askPerson } from "#lib/registries/recorded.ts";
import { openSession } from "./sessions.ts";
import { takeTicket, type Ticket, type TicketHolder, ticketOwner } from "./ticket.ts";

export type Entry = {
  readonly device: string;
  readonly address: string;
  readonly previousSessionId: string | null;
  readonly requestId: string | null;
  readonly locale: Locale;
};

export type Entered = {
  readonly sessionId: string;
  readonly personId: string;
  /** No e-mail yet: it is asked for before going on (manual 003). */
  readonly firstEntry: boolean;
  readonly returnTo: string | null;
};

/**
 * «Войти»: takes the ticket and opens the session, in one transaction. The register is asked before it, so that a slow
 * one holds no lock; a silent one does not keep a person out whom the certificate has proven.
 */
export async function redeemTicket(
  holder: TicketHolder,
  entry: Entry,
  registers: Registries,
  now: Date,
): Promise<Result<Entered, "gone">> {
  const owner = await ticketOwner(db(), holder, now);
  if (owner === null) return fail("gone");
  const answer = await askPerson(registers, owner.iin, now);
  return transaction(async (tx) => {
    const ticket = await takeTicket(tx, holder, now);
    if (ticket === null) return fail("gone");
    if (answer.status === "found" && answer.person.iin === owner.iin) {
      await savePerson(tx, answer.person, "register", now);
    }
    const sessionId = await openSession(
      tx,
      {
        personId: ticket.personId,
        strength: ticket.strength,
        method: ticket.method,
        evidenceId: ticket.evidenceId,
        device: entry.device,
        address: entry.address,
        previousSessionId: entry.previousSessionId,
      },
      now,
    );
    const actor: PersonActor = {
      kind: "person",
      personId: ticket.personId,
      iin: owner.iin,
      strength: ticket.strength,
      method: ticket.method,
      roles: [],
      sessionId,
      onHold: false,
      locale: entry.locale,
    };
    await recordAudit(tx, {
      actor,
      action: "sign-in.begin",
      role: "parent",
      regionId: ticket.regionId,
      subject: { kind: "session", id: sessionId },
      concernsId: ticket.personId,
      requestId: entry.requestId,
      detail: { outcome: "entered", register: answer.status },
      at: now,
    });
    const contact = await contactOf(tx, ticket.personId);
    if (contact !== null) await tellOfNewDevice(tx, ticket, sessionId, entry.device, contact, now);
    return ok({
      sessionId,
      personId: ticket.personId,
      firstEntry: contact?.email === undefined || contact.email === null,
      returnTo: ticket.returnTo,
    });
  });
}

/** «This was not you?», when the person had sessions before and none of them on such a device. */
async function tellOfNewDevice(
  tx: Tx,
  ticket: Ticket,
  sessionId: string,
  device: string,
  contact: Contact,
  now: Date,
): Promise<void> {
  const before = await tx
    .selectDistinct({ device: session.device })
    .from(session)
    .where(and(eq(session.personId, ticket.personId), ne(session.id, sessionId)));
  if (before.length === 0 || before.some((known) => known.device === device)) return;
  await notify(
    tx,
    {
      personId: ticket.personId,
      regionId: ticket.regionId,
      cause: `new-sign-in:${sessionId}`,
      template: "new-sign-in",
      params: { device: device || translator(contact.locale)("sessions.deviceUnknown") },
      email: contact.email,
      // A letter costs nothing; a message only where there is no address.
      phone: contact.email === null ? contact.phone : null,
      locale: contact.locale,
    },
    now,
  );
}
