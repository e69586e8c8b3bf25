import { eq } from "drizzle-orm";
import { env } from "#lib/platform/env.ts";
import { processWide } from "#lib/platform/process-wide.ts";
import { db } from "./client.ts";
import { demoSetting } from "./schema/platform.ts";

// «Now» of the portal. It lives beside the database, not in the demo's folder, because every room asks for it and no
// room may import the roof.

/** The key of the clock's row in `demo_setting`; its value is `{ "offsetMs": number }`. */
export const clockSettingKey = "clock";

type Known = { readonly offsetMs: number; readonly readAt: number };

const memory = processWide<{ known?: Known | undefined }>("demo-clock", () => ({}));

/**
 * The instant it is now. In production the system's clock and nothing else; in the demo and in tests the system's
 * clock moved by the offset that `kezek demo clock` or `PUT /api/demo/clock` stored (the demo may be a second late).
 */
export async function currentInstant(): Promise<Date> {
  return new Date(Date.now() + (await clockOffset()));
}

/** How far the demo's clock is moved against the system's, in milliseconds; 0 in production. */
export async function clockOffset(): Promise<number> {
  const kind = env().APP_ENV;
  if (kind === "production") return 0;
  const { known } = memory;
  if (kind === "demo" && known && Math.abs(Date.now() - known.readAt) < 1000) return known.offsetMs;
  const rows = await db()
    .select()
    .from(demoSetting)
    .where(eq(demoSetting.key, clockSettingKey))
    .limit(1);
  const offsetMs = offsetOf(rows[0]?.value);
  memory.known = { offsetMs, readAt: Date.now() };
  return offsetMs;
}

/** Makes this process read the offset again at the next question, so that its own change is seen at once. */
export function forgetClockOffset(): void {
  memory.known = undefined;
}

function offsetOf(value: unknown): number {
  const stored =
    value !== null && typeof value === "object" && "offsetMs" in value ? value.offsetMs : 0;
  return typeof stored === "number" && Number.isFinite(stored) ? stored : 0;
}
