import { eq } from "drizzle-orm";
import { z } from "zod";
import type { Queryable } from "#db/client.ts";
import { demoSetting } from "#db/schema/platform.ts";

const demoSizes = ["small", "full"] as const;
/** `full`: Oral is a region of 30,000 waiting children with two years of history. */
export type DemoSize = (typeof demoSizes)[number];

export function isDemoSize(text: string): text is DemoSize {
  return demoSizes.some((each) => each === text);
}

// The first version told no size and knew only one.
const known = z.object({ size: z.enum(demoSizes).default("small") });

/** The size of the demo in this database; null where there is none. */
export async function storedSize(from: Queryable): Promise<DemoSize | null> {
  const [row] = await from.select().from(demoSetting).where(eq(demoSetting.key, "seeded"));
  if (row === undefined) return null;
  return known.parse(row.value).size;
}
