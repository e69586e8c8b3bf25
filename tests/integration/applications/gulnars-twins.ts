import { eq, inArray } from "drizzle-orm";
import { db } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { demoPortals, gulnar } from "../sign-in/door.ts";
import { demoParent } from "../sign-in/demo-parent.ts";
import { secondParent } from "./life.ts";

/** Gulnar's and Yerlan's, registered together in Oral; either parent may act for both, and has a phone. */
export async function gulnarsTwins() {
  const { oral, akmola } = await demoPortals();
  const mother = await demoParent(gulnar);
  const father = await demoParent("880729390000");
  const rows = await db()
    .select({ number: application.number })
    .from(application)
    .innerJoin(person, eq(person.id, application.childId))
    .where(inArray(person.iin, ["230316690004", "230316590003"]))
    .orderBy(application.number);
  const numbers = rows.map((row) => row.number);
  for (const number of numbers) await secondParent(oral.id, number, father, "+77479876543");
  await secondParent(oral.id, numbers[0] ?? "", mother, "+77010000001");
  return { oral, akmola, mother, father, numbers };
}
