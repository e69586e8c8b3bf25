import { redirect } from "next/navigation";

import { dropTicket, readBrowserSecret, readTicket } from "#app/_request/browser-cookie.ts";
import { entryOf, finishSignIn } from "#app/_request/finish-sign-in.ts";
import { registries } from "#lib/registries/current.ts";
import { redeemTicket } from "#lib/sign-in/redeem-ticket.ts";
import type { Step } from "./begin-step.ts";

/** «Войти» after the owner's data, whichever way the signature came; `tooLate` is where a spent ticket leads. */
export async function enterByTicket(step: Step, tooLate: string): Promise<void> {
  const [token, browserSecret] = await Promise.all([readTicket(), readBrowserSecret()]);
  if (token === null || browserSecret === null) redirect(tooLate);
  const entered = await redeemTicket(
    { token, browserSecret, regionId: step.portal.id },
    await entryOf(step),
    registries(),
    step.now,
  );
  await dropTicket();
  if (!entered.ok) redirect(tooLate);
  await finishSignIn(entered.value, step, entered.value.returnTo);
}
