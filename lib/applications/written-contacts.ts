import { desc, type SQL } from "drizzle-orm";
import type { Queryable } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";

/** The contacts written on some applications, the newest first. Who never opened the cabinet has no others. */
export function contactsWrittenOn(from: Queryable, which: SQL) {
  return from
    .select({
      phone: application.phone,
      secondPhone: application.secondPhone,
      email: application.email,
      locale: application.locale,
    })
    .from(application)
    .where(which)
    .orderBy(desc(application.registeredAt));
}
