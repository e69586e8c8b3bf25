import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningDemo } from "#lib/demo/running.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { withdrawAll } from "./support/clean-slate.ts";
import { type OwnPortal, ownPortal } from "./support/own-portal.ts";
import { draftIn, nothing, noticesOwed, storedOf, whole } from "./support/stored.ts";
import {
  button,
  heading,
  readNotice,
  signIn,
  toSignature,
  type Walk,
  walk,
} from "./support/walk.ts";

// SIGKILL at any moment of a submission leaves no registration or a whole one, and the demo starts again by itself.

const visitor = useBrowser();
let portal: OwnPortal;
let running: RunningDemo;
let page: Page;
let visit: Walk;
/** From «Подписать» to the notice when nobody kills anything, milliseconds. */
let undisturbed = 0;

beforeAll(async () => {
  portal = await ownPortal();
  running = await portal.start();
  page = await visitor.newPage({ baseURL: running.address });
  visit = walk(page);
  await signIn(visit);
  await toSignature(visit);
  const pressed = performance.now();
  await button(visit, "eds.sign").click();
  await readNotice(visit);
  undisturbed = performance.now() - pressed;
});
afterAll(() => portal.remove());

// The moments are spread over the whole submission, each a random one of its part.
const rounds = [
  [0, "launcher"],
  [1, "everything"],
  [2, "launcher"],
  [3, "everything"],
  [4, "launcher"],
  [5, "everything"],
] as const;

describe("killed while a parent signs", () => {
  test.each(rounds)("in part %i of six (%s), it is whole or nothing", async (part, whom) => {
    // The child of the round before stands in the queue: free it, and fill in the form anew.
    await withdrawAll(running.databaseUrl ?? "");
    await toSignature(visit);
    const draft = draftIn(page.url());
    const moment = (undisturbed * (part + Math.random())) / rounds.length;
    const pressed = performance.now();
    await button(visit, "eds.sign").click({ noWaitAfter: true });
    await pause(Math.max(0, moment - (performance.now() - pressed)));
    await portal.kill(whom);

    const started = await portal.start();
    running = started;
    const after = await storedOf(draft, running.databaseUrl);
    process.stdout.write(
      `killed ${whom} after ${Math.round(moment)} of ${Math.round(undisturbed)} ms: ${
        after.open ? "nothing" : "whole"
      }; open again in ${(started.took / 1000).toFixed(1)} s\n`,
    );
    expect(after).toMatchObject(after.open ? nothing : whole);

    // The session lives on, and the parent gets where the application is or signs it now.
    await page.goto(`${visit.root}/apply/general?draft=${draft}&step=sign`);
    await heading(visit, after.open ? "apply.stepTitle.sign" : "journal.title");
    if (!after.open) return;
    await button(visit, "eds.sign").click();
    await readNotice(visit);
    expect(await storedOf(draft, running.databaseUrl)).toMatchObject(whole);
  });

  test("the papers that the killed workers owed are made after all", async () => {
    const owed = () => noticesOwed(running.databaseUrl ?? "");
    await expect.poll(owed, { timeout: 30_000, interval: 200 }).toBe(0);
  });
});
