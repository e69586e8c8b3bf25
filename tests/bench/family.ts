import type { Browser, BrowserContextOptions } from "playwright-core";
import { artyom, daniil, olga } from "#tests/e2e/support/families.ts";
import {
  button,
  fillApplicant,
  fillChild,
  forward,
  heading,
  readNotice,
  signIn,
  startForm,
  toSignature,
  walk,
} from "#tests/e2e/support/walk.ts";

/** A parent who is signed in and has a child in the queue. */
export type Family = {
  readonly childIin: string;
  readonly number: string;
  readonly code: string;
  /** Of an application for another child, begun and filled in up to its papers. */
  readonly draftId: string;
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
  await startForm(visit);
  await fillApplicant(visit);
  await forward(visit);
  await heading(visit, "apply.stepTitle.child");
  await fillChild(visit, { iin: daniil.iin });
  await forward(visit);
  await heading(visit, "apply.stepTitle.documents");
  const draftId = new URL(visit.page.url()).searchParams.get("draft") ?? "";
  const state = await context.storageState();
  await context.close();
  const cookie = state.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  return { childIin: artyom.iin, number, code, draftId, cookie, state };
}
