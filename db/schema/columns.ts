import { customType, timestamp } from "drizzle-orm/pg-core";

/** Bytes kept exactly as received. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (value) => new Uint8Array(value),
  toDriver: (value) => Buffer.from(value),
});

/** An instant, UTC, microseconds in the database and milliseconds in the program. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
