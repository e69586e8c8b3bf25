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

/** The fewest of several tries: jobs of the same process ask too, now and then. */
async function questionsOf(who: Poster, path: string): Promise<number> {
  let fewest = Infinity;
  for (let tries = 0; tries < 6; tries += 1) {
    const before = await asked();
    const answer = await read(who, path);
    expect(answer.status).toBe(200);
    fewest = Math.min(fewest, (await asked()) - before);
  }
  // Reading the figures asks too: how many workers live.
  const before = await asked();
  return fewest - ((await asked()) - before);
}

// Here, where tests move the clock and change the rules, time, portals and rules are read anew at each question; in the
// portal they are remembered, and what is left of the cabinet and the journal is three: who asks, applications, drafts.
test("a page of a parent asks the database no more than this", async () => {
  const nobody = { cookie: "" };
  expect(await questionsOf(nobody, "/kk/akmola/queue")).toBeLessThanOrEqual(1);
  expect(await questionsOf(parent, "/kk/akmola/queue")).toBeLessThanOrEqual(3);
  expect(await questionsOf(parent, "/kk/akmola/cabinet")).toBeLessThanOrEqual(7);
  expect(await questionsOf(parent, "/kk/akmola/cabinet/applications")).toBeLessThanOrEqual(8);
});
