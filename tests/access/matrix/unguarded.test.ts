import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openFolders, publicDoors } from "./public-doors.ts";
import { entriesWithPeople, unguardedEntries } from "./unguarded.ts";

// A server action is an address that anybody can call: each must lead to the guard, or say why it need not.

const sources = globSync("{app,lib}/**/*.{ts,tsx}").map((path) => ({
  path: path.replaceAll("\\", "/"),
  text: readFileSync(path, "utf8"),
}));
const fileOf = (entry: string): string => entry.split("#")[0] ?? "";

test("every action, route and personal page reaches the guard or has its reason", () => {
  const isOpen = (entry: string) =>
    Object.keys(openFolders).some((folder) => entry.startsWith(folder));
  const unguarded = unguardedEntries(sources).filter((entry) => !isOpen(entry));
  expect(unguarded.filter((entry) => publicDoors[fileOf(entry)] === undefined)).toEqual([]);
  const files = new Set(unguarded.map(fileOf));
  expect(Object.keys(publicDoors).filter((file) => !files.has(file))).toEqual([]);
});

test.each(Object.keys(openFolders))("nothing under %s reaches the persons", (folder) => {
  expect(entriesWithPeople(sources, folder)).toEqual([]);
  const path = `${folder}planted/route.ts`;
  const text = `import { profileView } from "#lib/people/profile.ts";\nexport async function GET(actor) { return Response.json(await profileView(actor)); }`;
  expect(entriesWithPeople([...sources, { path, text }], folder)).toEqual([`${path}#GET`]);
});

describe("a planted violation is found", () => {
  const found = (path: string, text: string) =>
    unguardedEntries([...sources, { path, text }]).filter((entry) => fileOf(entry) === path);
  const reads = `import { db } from "#db/client.ts"; import { person } from "#db/schema/people.ts";`;

  test("an action that reads people for whoever calls it", () => {
    const path = "app/[locale]/[region]/cabinet/planted/actions.ts";
    const text = `"use server";\n${reads}\nexport async function all() { return db().select().from(person); }`;
    expect(found(path, text)).toEqual([`${path}#all`]);
  });

  test("an action in a file of another name, made by an arrow and exported below", () => {
    const path = "app/[locale]/[region]/cabinet/planted/deeds.ts";
    const text = `"use server";\n${reads}\nconst all = async () => db().select().from(person);\nexport { all as list };`;
    expect(found(path, text)).toEqual([`${path}#list`]);
  });

  test("a route, and a page of a desk", () => {
    const route = "app/api/planted/route.ts";
    const reader = `${reads}\nconst rows = () => db().select().from(person);\n`;
    expect(
      found(route, `${reader}export async function GET() { return Response.json(await rows()); }`),
    ).toEqual([`${route}#GET`]);
    const page = "app/[locale]/[region]/staff/planted/page.tsx";
    expect(
      found(
        page,
        `${reader}export default async function P() { return <p>{String(await rows())}</p>; }`,
      ),
    ).toEqual([`${page}#default`]);
  });

  test("an action that names the guard's view only in a type or in words", () => {
    const path = "app/[locale]/[region]/cabinet/planted/actions.ts";
    const text = `"use server";\nimport { profileView } from "#lib/people/profile.ts";\ntype View = Awaited<ReturnType<typeof profileView>>;\nexport async function name(view: View) { return "profileView"; }`;
    expect(found(path, text)).toEqual([`${path}#name`]);
  });

  test("and one that asks by way of a view is not", () => {
    const path = "app/[locale]/[region]/cabinet/planted/actions.ts";
    const text = `"use server";\nimport { getActor } from "#app/_request/actor.ts"; import { profileView as view } from "#lib/people/profile.ts";\nexport async function mine() { return [getActor].map(async (who) => view(await who())); }`;
    expect(found(path, text)).toEqual([]);
  });
});
