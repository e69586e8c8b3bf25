import { describe, expect, test } from "vitest";
import { actions, isAudited, type ActionName } from "#lib/access/actions.ts";
import { staffRoles, type Actor, type Strength } from "#lib/access/actor.ts";
import { authorize, statusOfRefusal, type Refusal, type Subject } from "#lib/access/authorize.ts";

/**
 * The whole matrix: every action × every role × own or another's thing × own or other region × how signed in. The
 * expectations are written by hand, apart from the table they check, and an action without a row fails.
 */
type Expectation = {
  /** Who gets in: all, the owner, or staff of the region with these roles. */
  readonly open:
    | "all"
    | "owner"
    | "any-person"
    | "any-staff"
    | readonly (typeof staffRoles)[number][];
  readonly needs: Strength;
  readonly audit: boolean;
};

const expected: Readonly<Record<ActionName, Expectation>> = {
  "portal.read": { open: "all", needs: "light", audit: false },
  "sign-in.begin": { open: "all", needs: "light", audit: true },
  "queue.check": { open: "all", needs: "light", audit: false },
  "verify.read": { open: "all", needs: "light", audit: false },
  "profile.read": { open: "owner", needs: "light", audit: false },
  "profile.write": { open: "owner", needs: "strong", audit: true },
  "phone-change.settle": { open: "owner", needs: "strong", audit: true },
  "password.change": { open: "owner", needs: "light", audit: true },
  "data.download": { open: "owner", needs: "strong", audit: true },
  "privacy.read": { open: "owner", needs: "light", audit: false },
  "session.list": { open: "owner", needs: "light", audit: false },
  "session.revoke": { open: "owner", needs: "light", audit: true },
  "child.lookup": { open: "any-person", needs: "strong", audit: true },
  "child.link": { open: "any-person", needs: "strong", audit: true },
  "application.draft.read": { open: "owner", needs: "light", audit: false },
  "application.draft.write": { open: "owner", needs: "strong", audit: false },
  "application.submit": { open: "owner", needs: "strong", audit: true },
  "application.list": { open: "owner", needs: "light", audit: false },
  "application.read": { open: "owner", needs: "light", audit: false },
  "document.read": { open: "owner", needs: "light", audit: false },
  "attachment.upload": { open: "owner", needs: "strong", audit: false },
  "attachment.delete": { open: "owner", needs: "strong", audit: true },
  "attachment.read": { open: "owner", needs: "light", audit: false },
  "staff.recovery.lift": { open: ["officer", "region_admin"], needs: "strong", audit: true },
  "staff.home": { open: "any-staff", needs: "two-factor", audit: false },
  "staff.application.read": {
    open: ["officer", "region_admin", "auditor"],
    needs: "two-factor",
    audit: true,
  },
};

const roles = ["parent", ...staffRoles] as const;
const strengths = ["none", "light", "two-factor", "strong"] as const;
const owners = ["own", "another's"] as const;
const regions = ["own region", "other region"] as const;

type Cell = {
  readonly action: ActionName;
  readonly role: (typeof roles)[number];
  readonly strength: (typeof strengths)[number];
  readonly owner: (typeof owners)[number];
  readonly region: (typeof regions)[number];
};

const names = Object.keys(actions) as ActionName[];
const matrix: Cell[] = names.flatMap((action) =>
  roles.flatMap((role) =>
    strengths.flatMap((strength) =>
      owners.flatMap((owner) =>
        regions.map((region) => ({ action, role, strength, owner, region })),
      ),
    ),
  ),
);

function actorOf({ role, strength }: Cell): Actor {
  if (strength === "none") return { kind: "anonymous", locale: "kk" };
  return {
    kind: "person",
    personId: "me",
    iin: "870612490009",
    strength,
    method: strength === "strong" ? "eds" : "password",
    roles: role === "parent" ? [] : [{ role, regionId: role === "platform_admin" ? null : 1 }],
    sessionId: "session",
    onHold: false,
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
  const row = expected[cell.action];
  if (row.open === "all") return "ok";
  if (cell.strength === "none") return "signed-out";
  const inside =
    row.open === "any-person" ||
    (row.open === "any-staff" && cell.role !== "parent") ||
    (row.open === "owner"
      ? cell.owner === "own"
      : row.open !== "any-staff" &&
        row.open.some((role) => role === cell.role) &&
        cell.region === "own region");
  if (!inside) return "not-yours";
  return strengths.indexOf(cell.strength) < strengths.indexOf(row.needs) ? "too-light" : "ok";
}

describe("the access matrix", () => {
  test("has a row for every action, and no other", () => {
    expect(Object.keys(expected).toSorted()).toEqual(names.toSorted());
  });

  test.each(names)("%s", (action) => {
    const cells = matrix.filter((cell) => cell.action === action);
    expect(cells).toHaveLength(roles.length * 16);
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
    strength: "strong",
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
    expect(authorize(officer, "staff.application.read", { regionId: null }).ok).toBe(false);
    expect(authorize(officer, "staff.application.read", {}).ok).toBe(false);
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
