import { describe, expect, test } from "vitest";
import { actions, isAudited, type ActionName } from "#lib/access/actions.ts";
import { staffRoles, type Actor } from "#lib/access/actor.ts";
import { authorize, statusOfRefusal, type Refusal, type Subject } from "#lib/access/authorize.ts";
import {
  expected,
  isEnough,
  sessionOf,
  signIns,
  type Expectation,
  type SignIn,
} from "#tests/access/matrix/expected.ts";

/*
 * The whole matrix: every action × every role × own or another's thing × own or other region × how signed in. An action
 * without a row in the table of expectations fails.
 */

const roles = ["parent", ...staffRoles] as const;
const owners = ["own", "another's"] as const;
const regions = ["own region", "other region"] as const;

type Cell = {
  readonly action: ActionName;
  readonly role: (typeof roles)[number];
  readonly signIn: SignIn;
  readonly owner: (typeof owners)[number];
  readonly region: (typeof regions)[number];
};

const names = Object.keys(actions) as ActionName[];
const matrix: Cell[] = names.flatMap((action) =>
  roles.flatMap((role) =>
    signIns.flatMap((signIn) =>
      owners.flatMap((owner) => regions.map((region) => ({ action, role, signIn, owner, region }))),
    ),
  ),
);

function actorOf({ role, signIn }: Cell): Actor {
  if (signIn === "none") return { kind: "anonymous", locale: "kk" };
  const { strength, onHold } = sessionOf(signIn);
  return {
    kind: "person",
    personId: "me",
    iin: "870612490009",
    strength,
    method: strength === "strong" ? "eds" : "password",
    roles: role === "parent" ? [] : [{ role, regionId: role === "platform_admin" ? null : 1 }],
    sessionId: "session",
    onHold,
    locale: "kk",
  };
}

function subjectOf({ owner, region }: Cell): Subject {
  return {
    ownerIds: owner === "own" ? ["somebody", "me"] : ["somebody"],
    regionId: region === "own region" ? 1 : 2,
  };
}

function expectedOutcome(cell: Cell): "ok" | Refusal {
  const { open, needs } = expected[cell.action];
  if (open === "all") return "ok";
  if (cell.signIn === "none") return "signed-out";
  if (!isInside(open, cell)) return "not-yours";
  return isEnough(needs, cell.signIn) ? "ok" : "too-light";
}

function isInside(open: Exclude<Expectation["open"], "all">, cell: Cell): boolean {
  const here = cell.region === "own region";
  switch (open) {
    case "owner":
      return cell.owner === "own";
    case "each-person":
      return true;
    case "each-desk":
      return cell.role !== "parent" && (here || cell.role === "platform_admin");
    default:
      return here && open.some((role) => role === cell.role);
  }
}

describe("the access matrix", () => {
  test("has a row for every action, and no other", () => {
    expect(Object.keys(expected).toSorted()).toEqual(names.toSorted());
  });

  test.each(names)("%s", (action) => {
    const cells = matrix.filter((cell) => cell.action === action);
    expect(cells).toHaveLength(roles.length * signIns.length * 4);
    const outcomes = cells.map((cell) => {
      const result = authorize(actorOf(cell), cell.action, subjectOf(cell));
      return { ...cell, outcome: result.ok ? "ok" : result.code };
    });
    expect(outcomes).toEqual(cells.map((cell) => ({ ...cell, outcome: expectedOutcome(cell) })));
    expect(isAudited(action)).toBe(expected[action].audit);
  });
});

describe("the guard fails closed", () => {
  const parent = actorOf({
    action: "application.read",
    role: "parent",
    signIn: "strong",
    owner: "own",
    region: "own region",
  });

  test("a subject that names no owner belongs to nobody", () => {
    expect(authorize(parent, "application.read")).toMatchObject({ ok: false, code: "not-yours" });
    expect(authorize(parent, "application.read", { ownerIds: [] }).ok).toBe(false);
  });

  test("a grant without a region does not match a subject without one", () => {
    const officer: Actor = {
      kind: "person",
      personId: "me",
      iin: "820630390001",
      strength: "strong",
      method: "eds",
      roles: [{ role: "officer", regionId: null }],
      sessionId: "session",
      onHold: false,
      locale: "ru",
    };
    for (const action of ["staff.recovery.lift", "staff.home"] as const) {
      expect(authorize(officer, action, { regionId: null }).ok).toBe(false);
      expect(authorize(officer, action, {}).ok).toBe(false);
      expect(authorize(officer, action, { regionId: 1 }).ok).toBe(false);
    }
  });

  test("a name that is no action opens nothing", () => {
    for (const name of ["application.destroy", "toString", "__proto__"]) {
      expect(authorize(parent, name as ActionName, { ownerIds: ["me"] }).ok).toBe(false);
    }
  });

  test("refusals answer as the contract says", () => {
    expect(statusOfRefusal("signed-out")).toBe(401);
    expect(statusOfRefusal("too-light")).toBe(403);
    expect(statusOfRefusal("not-yours")).toBe(404);
  });
});
