import { cookieJar, destinationOf } from "./next-request.ts";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { POST as saveRoute } from "#app/[locale]/[region]/apply/[queueType]/save/route.ts";
import { POST as stepRoute } from "#app/[locale]/[region]/apply/[queueType]/step/route.ts";
import { draftTyping } from "#app/[locale]/[region]/apply/_wizard/post.ts";
import { leave } from "#app/[locale]/[region]/cabinet/actions.ts";
import { saveProfile } from "#app/[locale]/[region]/cabinet/profile/actions.ts";
import { keptTyping } from "#app/_request/kept-typing.ts";
import { writeSessionCookie } from "#app/_request/session-cookie.ts";
import { db } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { anonymous } from "#lib/access/actor.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { draftFor, lightly, signedIn } from "../integration/applications/family.ts";
import { openPortals, sergey } from "../integration/sign-in/gate.ts";

// What is typed into a form whose session has ended: it comes back to the person who typed it, and to nobody else.

const visitor = vi.hoisted(() => ({ actor: null as unknown }));
vi.mock("#app/_request/actor.ts", async (original) => ({
  ...(await original<object>()),
  getActor: async () => visitor.actor,
}));

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let husband: PersonActor;
let draft: string;
let form: string;
beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  husband = await signedIn(akmola, sergey.iin);
});
beforeEach(async () => {
  await db().update(applicationDraft).set({ discardedAt: new Date() });
  draft = await draftFor(olga, akmola);
  form = draftTyping(akmola.id, draft);
  cookieJar.clear();
  await writeSessionCookie(olga.sessionId);
  visitor.actor = anonymous("ru");
});

const typed = { email: "жаңа@example.kz", phone: "+77770005555" };
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const address = {
  params: Promise.resolve({ locale: "ru", region: "akmola", queueType: "general" }),
};
const here = "http://localhost:3000";

function request(body: string, type: string): Request {
  const headers = { "content-type": type, host: "localhost:3000", origin: here };
  return new Request(`${here}/ru/akmola/somewhere`, { method: "POST", body, headers });
}

async function step(values: Readonly<Record<string, string>> = typed): Promise<string> {
  const marks = Object.keys(values).map((field) => [`was.${field}`, "\u2022"]);
  const fields = { draft, step: "applicant", consent: "on", "was.consent": "on" };
  const body = new URLSearchParams({ ...fields, ...Object.fromEntries(marks), ...values });
  const answer = await stepRoute(
    request(String(body), "application/x-www-form-urlencoded"),
    address,
  );
  expect(answer.status).toBe(303);
  return answer.headers.get("location") ?? "";
}

test("it comes back to the person whose session ended, for half an hour, into that form only", async () => {
  expect(await step()).toContain("/sign-in?return=");
  expect(await keptTyping(olga, form, soon(29))).toEqual(typed);
  expect(await keptTyping(olga, form, soon(31))).toEqual({});
  expect(await keptTyping(olga, draftTyping(akmola.id + 1, draft), soon(1))).toEqual({});
  expect(await keptTyping(olga, "profile", soon(1))).toEqual({});
  expect(JSON.stringify([...cookieJar])).not.toContain("example.kz");
});

test("nobody else sees it on the same browser, signed in or not", async () => {
  await step();
  expect(await keptTyping(husband, form, soon(1))).toEqual({});
  expect(await keptTyping(anonymous("ru"), form, soon(1))).toEqual({});
});

test("what somebody else types into the page that was left open is not taken for its owner's", async () => {
  await writeSessionCookie(husband.sessionId);
  await step();
  expect(await keptTyping(olga, form, soon(1))).toEqual({});
});

test("a browser that was signed out on purpose keeps nothing", async () => {
  await step();
  visitor.actor = olga;
  expect(await destinationOf(() => leave("ru", "akmola"))).toContain("out=here");
  expect([...cookieJar.keys()].filter((each) => each.includes("kezek-typed"))).toEqual([]);
  visitor.actor = anonymous("ru");
  await step();
  expect(await keptTyping(olga, form, soon(1))).toEqual({});
});

test("a session too light for the form keeps it too", async () => {
  visitor.actor = { ...lightly(olga), onHold: true };
  expect(await step()).toContain("/sign-in?return=");
  expect(await keptTyping(olga, form, soon(1))).toEqual(typed);
});

test("once the form is sent again it is forgotten", async () => {
  await step();
  visitor.actor = olga;
  expect(await step()).not.toContain("/sign-in");
  expect(await keptTyping(olga, form, soon(1))).toEqual({});
});

test("once a script has saved it, it is forgotten", async () => {
  await step();
  visitor.actor = olga;
  const body = JSON.stringify({ draft, values: typed });
  expect((await saveRoute(request(body, "application/json"), address)).status).toBe(200);
  expect(await keptTyping(olga, form, soon(1))).toEqual({});
});

test("another form's typing stays while this one is saved", async () => {
  await step();
  const first = form;
  visitor.actor = olga;
  draft = await draftFor(olga, akmola, {}, "sanatorium");
  await step();
  expect(await keptTyping(olga, first, soon(1))).toEqual(typed);
});

test("however much is typed, it fits a cookie; what is short comes first", async () => {
  const random = Array.from({ length: 300 }, (_, i) => String.fromCharCode(0x4e00 + i * 61)).join(
    "",
  );
  await step({ email: "short@example.kz", phone: random, secondPhone: `${random}!` });
  const note = [...cookieJar].find(([name]) => name.includes("kezek-typed"));
  expect(`${note?.[0]}=${note?.[1]}`.length).toBeLessThan(4_000);
  expect(await keptTyping(olga, form, soon(1))).toMatchObject({ email: "short@example.kz" });
});

test("the contacts of the profile come back the same way", async () => {
  const values = { email: "profile@example.kz", phone: "", secondPhone: "", locale: "kk" };
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  const before = { status: "idle", values, problems: [], round: 0 } as const;
  const save = () => saveProfile("ru", "akmola", false, null, before, data);
  expect(await destinationOf(save)).toContain("/sign-in?return=");
  expect(await keptTyping(olga, "profile", soon(1))).toEqual({ ...values, channels: "all" });
  expect(await keptTyping(husband, "profile", soon(1))).toEqual({});
  visitor.actor = olga;
  expect(await destinationOf(save)).toContain("saved=1");
  expect(await keptTyping(olga, "profile", soon(1))).toEqual({});
});
