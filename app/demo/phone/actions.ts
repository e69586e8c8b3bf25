"use server";

import { notFound, redirect } from "next/navigation";
import { emulatorAlgorithms, emulatorKeyKinds } from "#lib/demo/emulator-answer.ts";
import { PhoneRefuses, signOpened } from "#lib/demo/fake-phone.ts";
import { demoPhoneKey } from "#lib/demo/phone-key.ts";
import { isLocale } from "#lib/i18n/locales.ts";
import { env } from "#lib/platform/env.ts";
import { demoPhone } from "./demo-phone.ts";

/** The finger on the sensor: takes the text, signs it as the chosen person and sends it back. */
export async function signOnPhone(form: FormData): Promise<void> {
  if (env().APP_ENV === "production") notFound();
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const algorithm = emulatorAlgorithms.find((each) => each === text("algorithm")) ?? "gost";
  const key = emulatorKeyKinds.find((each) => each === text("key")) ?? "valid";
  const owner = { iin: text("signer"), algorithm, key };
  const lang = text("lang");
  const result = await sent({ uri: text("uri"), token: text("token") }, owner);
  redirect(`/demo/phone?${new URLSearchParams({ ...(isLocale(lang) ? { lang } : {}), result })}`);
}

async function sent(
  opened: { readonly uri: string; readonly token: string },
  owner: Parameters<typeof demoPhoneKey>[1],
): Promise<"signed" | "refused" | "late"> {
  try {
    const phoneKey = demoPhoneKey(env().NCALAYER_URL, owner);
    const { status } = await signOpened(demoPhone(), opened, phoneKey);
    if (status === 200) return "signed";
    return status === 403 ? "refused" : "late";
  } catch (error) {
    if (error instanceof PhoneRefuses) return "late";
    throw error;
  }
}
