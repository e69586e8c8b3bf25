import { clockOffset, currentInstant } from "#db/demo-clock.ts";
import { clockOrder, clockText, moveClock } from "#lib/demo/clock.ts";
import { demoOnly, readBody, refuse } from "../demo-only.ts";

export const dynamic = "force-dynamic";

/** `{"now", "offsetMs"}`: where the demo's clock stands, an instant in UTC. */
export async function GET(): Promise<Response> {
  return demoOnly(shown);
}

/** `{"instant": "2026-12-01T09:00:00+05:00"}`, `{"advance": "+3d"}` or `{"reset": true}`. */
export async function PUT(request: Request): Promise<Response> {
  return demoOnly(async () => {
    const order = await readBody(request, clockOrder);
    if (order instanceof Response) return order;
    const moved = await moveClock(clockText(order));
    return moved.ok ? shown() : refuse(moved.code, 422);
  });
}

async function shown() {
  const [now, offsetMs] = [await currentInstant(), await clockOffset()];
  return { now: now.toISOString(), offsetMs };
}
