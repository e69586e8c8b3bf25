import { db, transaction } from "#db/client.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { savePerson } from "#lib/people/records.ts";
import type { Registries } from "#lib/registries/ports.ts";
import { askPerson } from "#lib/registries/recorded.ts";
import { enter, type Entry, type Opened } from "./enter.ts";
import { takeTicket, type TicketHolder, ticketOwner } from "./ticket.ts";

export type { Entry } from "./enter.ts";

export type Entered = Opened & {
  readonly personId: string;
  readonly returnTo: string | null;
};

/**
 * «Войти»: takes the ticket and opens the session, in one transaction. The register is asked before it, so that a slow
 * one holds no lock; a silent one does not keep a person out whom the certificate has proven.
 */
export async function redeemTicket(
  holder: TicketHolder,
  entry: Entry & { readonly deviceSecret?: string | null },
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
    const opened = await enter(
      tx,
      { ...ticket, iin: owner.iin, deviceSecret: entry.deviceSecret ?? null },
      entry,
      now,
      { register: answer.status },
    );
    return ok({ ...opened, personId: ticket.personId, returnTo: ticket.returnTo });
  });
}
