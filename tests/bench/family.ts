import type { Browser, BrowserContextOptions } from "playwright-core";
import { artyom, olga } from "#tests/e2e/support/families.ts";
import { button, readNotice, signIn, toSignature, walk } from "#tests/e2e/support/walk.ts";

/** A parent who is signed in and has a child in the queue. */
export type Family = {
  readonly childIin: string;
  readonly number: string;
  readonly code: string;
  /** For requests without a browser. */
  readonly cookie: string;
  /** For browsers: what it knows after signing in. */
  readonly state: NonNullable<BrowserContextOptions["storageState"]>;
};

/** Olga of Akmola registers Artyom, as manual 003 tells, with the emulator's keys. */
export async function registerFamily(browser: Browser, portalUrl: string): Promise<Family> {
  const told = await fetch(new URL("/api/demo/emulator", portalUrl), {
    method: "PUT",
    body: JSON.stringify({ reset: true, signer: olga.iin, algorithm: "gost", key: "valid" }),
  });
  if (!told.ok) throw new Error(`the emulator was not told: ${told.status}`);
  const context = await browser.newContext({ baseURL: portalUrl });
  const visit = walk(await context.newPage());
  await signIn(visit);
  await toSignature(visit);
  await button(visit, "eds.sign").click();
  const { number, code } = await readNotice(visit);
  const state = await context.storageState();
  await context.close();
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return { childIin: artyom.iin, number, code, cookie, state };
}
