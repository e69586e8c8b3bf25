import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { type TicketOwner, ticketOwner } from "#lib/sign-in/ticket.ts";
import { readBrowserSecret, readTicket } from "./browser-cookie.ts";

/** Whose signature this browser has proven and not yet entered by; null when there is none. */
export async function ownerOfTicket(regionId: number): Promise<TicketOwner | null> {
  const [token, browserSecret] = await Promise.all([readTicket(), readBrowserSecret()]);
  if (token === null || browserSecret === null) return null;
  return ticketOwner(db(), { token, browserSecret, regionId }, await currentInstant());
}
