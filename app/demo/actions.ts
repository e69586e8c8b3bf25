"use server";

import { notFound, redirect } from "next/navigation";
import { moveClock } from "#lib/demo/clock.ts";
import { emulatorOrder } from "#lib/demo/emulator-answer.ts";
import { registryOrder, setRegistries } from "#lib/demo/registry-modes.ts";
import { responderOrder, setResponder, tellEmulator } from "#lib/demo/settings.ts";
import { isLocale } from "#lib/i18n/locales.ts";
import { env } from "#lib/platform/env.ts";

// Anybody may turn the demo's knobs, and there are none in production: there these actions do not exist.

/** Who signs from now on. */
export async function chooseSigner(form: FormData): Promise<void> {
  demoOnly();
  const order = emulatorOrder.safeParse({
    signer: text(form, "iin"),
    algorithm: text(form, "algorithm"),
  });
  if (order.success) await tellEmulator(order.data, new Date());
  back(form, order.success ? "people" : "not-understood", "people");
}

/** Who signs, with which key, and what the emulator does next. */
export async function saveEmulator(form: FormData): Promise<void> {
  demoOnly();
  const signer = text(form, "signer");
  const order = emulatorOrder.safeParse({
    reset: true,
    ...(signer === ""
      ? {}
      : { signer, algorithm: text(form, "algorithm"), key: text(form, "key") }),
    ...(text(form, "action") === "sign"
      ? {}
      : { action: text(form, "action"), sticky: form.has("sticky") }),
  });
  if (order.success) await tellEmulator(order.data, new Date());
  back(form, order.success ? "emulator" : "not-understood", "emulator");
}

/** How the state registers and the responder behave. */
export async function saveRegisters(form: FormData): Promise<void> {
  demoOnly();
  const order = registryOrder.safeParse({
    person: text(form, "person"),
    birth: text(form, "birth"),
    mobile: text(form, "mobile"),
  });
  const responder = responderOrder.safeParse({ mode: text(form, "responder") });
  const now = new Date();
  if (order.success) await setRegistries(order.data, now);
  if (responder.success) await setResponder(responder.data, now);
  back(form, order.success && responder.success ? "registers" : "not-understood", "registers");
}

/** Where the clock goes: a step or an instant. */
export async function setClock(form: FormData): Promise<void> {
  demoOnly();
  const moved = await moveClock(text(form, "step") || text(form, "instant"));
  back(form, moved.ok ? "clock" : "clock-not-understood", "clock");
}

function demoOnly(): void {
  if (env().APP_ENV === "production") notFound();
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function back(form: FormData, saved: string, anchor: string): never {
  const lang = text(form, "lang");
  const query = new URLSearchParams({ ...(isLocale(lang) ? { lang } : {}), saved });
  redirect(`/demo?${query}#${anchor}`);
}
