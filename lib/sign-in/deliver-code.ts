import type { Tx } from "#db/client.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { countCodeSms } from "#lib/messaging/code-budget.ts";
import { notify } from "#lib/notifications/notify.ts";
import type { CodeRecipient } from "./code-order.ts";

export type CodeToDeliver = {
  readonly id: string;
  readonly code: string;
  readonly regionId: number;
  readonly personId: string | null;
  readonly recipient: CodeRecipient | null;
  readonly knownDevice: boolean;
  readonly expiresAt: Date;
  readonly locale: Locale;
};

/** Thrown to undo what was done for nobody; caught in the same breath. */
class ForNobody extends Error {
  readonly within: boolean;
  constructor(within: boolean) {
    super("for nobody");
    this.within = within;
  }
}

// No country has such numbers, so nothing could reach anybody even by mistake.
const nobody: CodeRecipient = { channel: "sms", to: "+00000000000" };

/**
 * Hands the code to the messages. For nobody the very same statements run and are then undone, so that the time of the
 * answer does not tell a known IIN from an unknown one.
 * @param smsPerDay the region's budget of the day; beyond it only a known device gets a code
 * @returns whether the budget allowed it
 */
export async function deliverCode(
  tx: Tx,
  order: CodeToDeliver,
  smsPerDay: number,
  now: Date,
): Promise<boolean> {
  try {
    return await tx.transaction(async (inner) => {
      const within = await hand(inner, order, smsPerDay, now);
      if (order.recipient === null) throw new ForNobody(within);
      return within;
    });
  } catch (error) {
    if (error instanceof ForNobody) return error.within;
    throw error;
  }
}

async function hand(tx: Tx, order: CodeToDeliver, smsPerDay: number, now: Date): Promise<boolean> {
  const { channel, to } = order.recipient ?? nobody;
  if (channel === "sms") {
    const budget = await countCodeSms(tx, order.regionId, smsPerDay, now);
    if (!budget.within && !order.knownDevice) return false;
  }
  await notify(
    tx,
    {
      personId: order.personId,
      regionId: order.regionId,
      cause: `code:${order.id}`,
      template: "code",
      params: { code: order.code },
      phone: channel === "sms" ? to : null,
      email: channel === "email" ? to : null,
      locale: order.locale,
      expiresAt: order.expiresAt,
      secret: true,
    },
    now,
  );
  return true;
}
