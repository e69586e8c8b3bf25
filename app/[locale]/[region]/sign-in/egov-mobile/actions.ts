"use server";

import { redirect } from "next/navigation";

import { dropTicket } from "#app/_request/browser-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { beginStep } from "../_steps/begin-step.ts";
import { enterByTicket } from "../_steps/enter-by-ticket.ts";
import { mobilePath } from "./address.ts";

/** «Войти», after the owner's data. */
export async function enterByPhone(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const step = await beginStep(localeArgument, regionSlug, returnTo);
  await enterByTicket(step, mobilePath(step.root, step.on, "late"));
}

/** Forgets the proven signature, so that another can be given. */
export async function chooseAnotherPhone(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const { root, on } = await beginStep(localeArgument, regionSlug, returnTo);
  await dropTicket();
  redirect(mobilePath(root, on));
}
