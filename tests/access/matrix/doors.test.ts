import { beforeAll, describe, expect, test } from "vitest";
import { type ActionName, actions } from "#lib/access/actions.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Door, doors } from "./doors.ts";
import { expected, isEnough } from "./expected.ts";
import { buildWorld, type Visitor, visitors, type World } from "./world.ts";

// Every command and view is knocked on by everybody who can come, in both regions, on a real database.

useTestDatabase();

let world: World;
beforeAll(async () => {
  world = await buildWorld();
});

const names = Object.keys(actions) as ActionName[];
const refusals: readonly string[] = ["signed-out", "too-light", "not-yours"];

/** What the guard says at this door: «ok» for whatever comes after it, «wrong signature» too. */
type Outcome = "ok" | "signed-out" | "too-light" | "not-yours";

function expectedAt(action: ActionName, door: Door, visitor: Visitor, isHere: boolean): Outcome {
  const { open, needs } = expected[action];
  if (open === "all") return "ok";
  if (visitor.signIn === "none") return "signed-out";
  if (!isInside(open, door, visitor, isHere)) return "not-yours";
  return door.byOperator || isEnough(needs, visitor.signIn) ? "ok" : "too-light";
}

function isInside(
  open: Exclude<(typeof expected)[ActionName]["open"], "all">,
  { about }: Door,
  { role, kin }: Visitor,
  isHere: boolean,
): boolean {
  switch (open) {
    case "owner":
      // Nobody has another's «mine»; what lies in a region is there under no other region's name.
      if (about === "mine") return true;
      if (about === "family" && kin === "representative") return isHere;
      return kin === "owner" && (isHere || about === "own");
    case "each-person":
      return true;
    case "each-desk":
      return role === "platform_admin" || (role !== "parent" && isHere);
    default:
      return isHere && open.some((each) => each === role);
  }
}

async function outcomeOf(door: Door, visitor: Visitor, isHere: boolean): Promise<string> {
  const answer = await door.knock(visitor, isHere ? world.here : world.elsewhere, world);
  const { ok, code = "" } = answer;
  return ok || !refusals.includes(code) ? "ok" : code;
}

function lineOf({ role, signIn, kin }: Visitor, isHere: boolean, outcome: string): string {
  const who = kin === "stranger" ? role : kin;
  return `${who}, ${signIn}, ${isHere ? "own region" : "other region"}: ${outcome}`;
}

test("every action has a door, and no door is of an action that is gone", () => {
  const bound = Object.entries(doors).filter(([, each]) => each.length > 0);
  expect(bound.map(([name]) => name).toSorted()).toEqual(names.toSorted());
});

const all = Object.entries(doors).flatMap(([name, each]) =>
  each.map((door) => ({ action: name as ActionName, door, title: `${name}: ${door.name}` })),
);

describe("each door opens to whom the table says, and to nobody else", () => {
  test.each(all)("$title", async ({ action, door }) => {
    const seen: string[] = [];
    const told: string[] = [];
    for (const isHere of [true, false]) {
      for (const visitor of visitors(world)) {
        // An operator acts for somebody of staff; nobody else has a name there.
        if (door.byOperator && visitor.signIn === "none") continue;
        seen.push(lineOf(visitor, isHere, await outcomeOf(door, visitor, isHere)));
        told.push(lineOf(visitor, isHere, expectedAt(action, door, visitor, isHere)));
      }
    }
    expect(seen).toEqual(told);
  });
});
