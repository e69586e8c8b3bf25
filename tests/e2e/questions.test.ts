import { beforeAll, expect, inject, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { type Poster, posterOf, read } from "./support/posted.ts";
import { signIn, walk } from "./support/walk.ts";

const visitor = useBrowser();
let parent: Poster;

beforeAll(async () => {
  // What other journeys left would be asked about too: the rules of each application, read anew here.
  await cleanSlate();
  const page = await visitor.newPage();
  await signIn(walk(page));
  parent = await posterOf(page);
});

async function asked(): Promise<number> {
  const answer = await fetch(new URL("/api/metrics", inject("portalUrl")));
  return Number(/^database_questions_total (\d+)$/mu.exec(await answer.text())?.[1]);
}

async function questionsOf(who: Poster, path: string): Promise<number> {
  const before = await asked();
  const answer = await read(who, path);
  expect(answer.status).toBe(200);
  const after = await asked();
  // Reading the figures asks too: how many workers live.
  return after - before - ((await asked()) - after);
}

// Jobs of the same process ask too, of what was registered a moment ago: once they are done, the page asks alone.
const inTime = { timeout: 30_000, interval: 100 };

// Here, where tests move the clock and change the rules, time, portals and rules are read anew at each question; in the
// portal they are remembered, and what is left of the cabinet and the journal is three: who asks, applications, drafts.
test("a page of a parent asks the database no more than this", async () => {
  const nobody = { cookie: "" };
  await expect.poll(() => questionsOf(nobody, "/kk/akmola/queue"), inTime).toBeLessThanOrEqual(1);
  await expect.poll(() => questionsOf(parent, "/kk/akmola/queue"), inTime).toBeLessThanOrEqual(3);
  await expect.poll(() => questionsOf(parent, "/kk/akmola/cabinet"), inTime).toBeLessThanOrEqual(7);
  await expect
    .poll(() => questionsOf(parent, "/kk/akmola/cabinet/applications"), inTime)
    .toBeLessThanOrEqual(8);
});
