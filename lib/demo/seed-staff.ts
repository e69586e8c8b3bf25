import { inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import people from "#db/demo/people.json" with { type: "json" };
import { person, staffRole } from "#db/schema/people.ts";
import { password } from "#db/schema/sign-in.ts";
import { newId } from "#lib/platform/ids.ts";
import { hashPassword } from "#lib/sign-in/password-hash.ts";

/** The password of everybody in the demo who has one. */
export const demoPassword = "Kezek-demo-2026";

/** Gives the demo's staff their roles. */
export async function seedStaff(
  tx: Tx,
  regionOf: (slug: string) => { readonly id: number },
  now: Date,
): Promise<void> {
  await tx.insert(staffRole).values(
    people.staff.map((each) => ({
      id: newId(),
      iin: each.iin,
      name: each.name,
      login: each.login,
      role: roleOf(each.role),
      regionId: regionOf(each.region).id,
      kindergarten: "kindergarten" in each ? (each.kindergarten ?? null) : null,
      grantedAt: now,
    })),
  );
}

/** Gives each of the demo's staff who has none a password, also in a demo of an earlier version. */
export async function seedStaffPasswords(tx: Tx, now: Date): Promise<void> {
  await tx
    .insert(person)
    .values(
      people.staff.map(({ iin, name }) => {
        const [surname = name, ...given] = name.split(" ");
        return {
          id: newId(),
          iin,
          surname,
          givenName: given.join(" "),
          source: "paper" as const,
          createdAt: now,
          updatedAt: now,
        };
      }),
    )
    .onConflictDoNothing({ target: person.iin });
  const iins = people.staff.map((each) => each.iin);
  const staff = await tx.select({ id: person.id }).from(person).where(inArray(person.iin, iins));
  const ids = staff.map((each) => each.id);
  const given = await tx.select().from(password).where(inArray(password.personId, ids));
  for (const id of ids) {
    if (given.some((each) => each.personId === id)) continue;
    const hash = await hashPassword(demoPassword);
    if (!hash.ok) throw new Error("too many passwords at once");
    await tx.insert(password).values({ personId: id, hash: hash.value, setAt: now });
  }
}

const roles = ["kindergarten_head", "officer", "region_admin", "auditor"] as const;

function roleOf(text: string): (typeof roles)[number] {
  const role = roles.find((each) => each === text);
  if (!role) throw new Error(`the demo names an unknown role ${text}`);
  return role;
}
