import type { Queryable, Tx } from "#db/client.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import { type Attempt, countAttempt, type Limit, takeTurn } from "#lib/platform/rate-limit.ts";
import { fail, type Failure } from "#lib/platform/result.ts";
import { policyFor } from "#lib/regions/views.ts";
import type { CodeOrder } from "./code-order.ts";

const hour = 60 * 60;

// The account's own budget is in guess-budget.ts. A service centre or a mobile operator's gateway stands behind one
// address, so the network's limit is wide; whoever was in the account before is held by none of those of strangers.
const limits = {
  browser: { count: 20, windowSeconds: hour },
  phone: { count: 10, windowSeconds: 12 * hour },
  network: { count: 120, windowSeconds: hour },
} as const satisfies Readonly<Record<string, Limit>>;

/** Counts an order of a code against the limits of browser, phone and network; null when it may be sent. */
export async function limitsOfCodes(
  tx: Tx,
  order: Pick<
    CodeOrder,
    "browserSecret" | "recipient" | "masked" | "subject" | "knownDevice" | "address"
  >,
  now: Date,
): Promise<Failure<"too-many", { readonly until: Date }> | null> {
  // For nobody's phone the same counter is kept under a name of its own: the work must be the same.
  const phone = order.recipient?.to ?? `nobody ${order.subject}`;
  const counted: (readonly [string, Limit])[] = [
    [`code:browser:${sha256Hex(order.browserSecret)}`, limits.browser],
  ];
  if (!order.knownDevice && order.address !== "") {
    counted.push([`code:network:${visitorNetwork(order.address)}`, limits.network]);
  }
  for (const [key, limit] of counted) {
    const attempt = await countAttempt(tx, key, limit, now);
    if (!attempt.allowed) return tooMany(attempt, now);
  }
  if (order.knownDevice) return null;
  // Orders that are refused do not count: asking on does not keep the phone's owner out.
  const key = `code:phone:${pseudonym("code-phone", phone)}`;
  const attempt = await takeTurn(tx, [[key, limits.phone]], now);
  return attempt.allowed ? null : tooMany(attempt, now);
}

function tooMany({ retryAfterSeconds }: Attempt, now: Date) {
  return fail("too-many", { until: new Date(now.getTime() + retryAfterSeconds * 1000) });
}

/** What the region's policy says of codes today: digits of one, and SMS of them in a day. */
export async function codePolicy(
  from: Queryable,
  regionId: number,
  now: Date,
): Promise<{ readonly length: number; readonly smsPerDay: number }> {
  const { parameters } = await policyFor({ regionId, queueType: "general", at: now }, from);
  return { length: parameters.codeLength, smsPerDay: parameters.codeSmsPerDay };
}
