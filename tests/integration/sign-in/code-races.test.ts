import { eq, isNotNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db, transaction, type Tx } from "#db/client.ts";
import { contact, person, staffRole } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { oneTimeCode } from "#db/schema/sign-in.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { demoPassword } from "#lib/demo/seed-staff.ts";
import type { Portal } from "#lib/regions/views.ts";
import { sandboxRegistries } from "#lib/registries/sandbox.ts";
import { lockAccount } from "#lib/sign-in/account-lock.ts";
import { askCode, enterByCode } from "#lib/sign-in/by-code.ts";
import { subjectOf } from "#lib/sign-in/codes.ts";
import { confirmContact, sendContactCode, updateProfile } from "#lib/sign-in/contacts.ts";
import { endSessionsOf } from "#lib/sign-in/end-sessions.ts";
import { endWaitingCodes } from "#lib/sign-in/end-codes.ts";
import { askOneTimeCode, enterByOneTimeCode } from "#lib/sign-in/one-time-code.ts";
import { passwordHashOf, savePassword } from "#lib/sign-in/passwords.ts";
import { askStaffCode, enterAsStaff } from "#lib/sign-in/staff.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { demoParent } from "./demo-parent.ts";
import {
  after,
  aigerim,
  codeSentTo,
  demoPortals,
  entry,
  forgetCodes,
  now,
  visitor,
} from "./door.ts";

useTestDatabase();

const secret = "жаңа құпиясөз тіркесі";
const login = "oral.officer@kezek.example";
const otherPhone = "+77750000077";
const registers = sandboxRegistries({ mode: async () => ({ kind: "normal" }) });
let oral: Portal;
let mother: PersonActor;
let officerHash = "";
let officer: { readonly id: string; readonly iin: string };

beforeAll(async () => {
  ({ oral } = await demoPortals());
  mother = await demoParent(aigerim.iin);
  const [row] = await db()
    .select({ id: person.id, iin: person.iin })
    .from(staffRole)
    .innerJoin(person, eq(person.iin, staffRole.iin))
    .where(eq(staffRole.login, login));
  if (!row) throw new Error("no officer");
  officer = row;
  officerHash = (await passwordHashOf(db(), row.id)) ?? "";
});
beforeEach(async () => {
  await forgetCodes();
  await db().delete(session);
  await db().delete(contact);
  await db().update(staffRole).set({ revokedAt: null });
  await transaction((tx) => savePassword(tx, officer.id, officerHash, now));
});

/** Waits until a code was compared and fitted, with the account still in other hands. */
async function codeFitted(): Promise<void> {
  await vi.waitFor(
    async () => {
      const used = await db().select().from(oneTimeCode).where(isNotNull(oneTimeCode.usedAt));
      expect(used).toHaveLength(1);
    },
    { timeout: 30_000, interval: 10 },
  );
}

/** What `deed` does becomes visible only when the code of `enters` has been compared already. */
async function meanwhile<T>(
  iin: string,
  enters: () => Promise<T>,
  deed: (tx: Tx) => Promise<unknown>,
): Promise<T> {
  let entering: Promise<T> | undefined;
  await transaction(async (tx) => {
    await lockAccount(tx, subjectOf(iin));
    entering = enters();
    await codeFitted();
    await deed(tx);
  });
  if (entering === undefined) throw new Error("nobody entered");
  return await entering;
}

async function codeOfMother() {
  const browser = visitor(oral);
  const asked = await askCode(browser, aigerim.iin, false, now);
  if (!asked.ok) throw new Error(asked.code);
  const typed = { code: await codeSentTo(aigerim.phone), password: secret, repeat: secret };
  return () => enterByCode(browser, aigerim.iin, typed, entry, after(5));
}

const movePhone = (tx: Tx) =>
  tx.insert(contact).values({
    personId: mother.personId,
    phone: otherPhone,
    phoneConfirmedAt: now,
    locale: "kk",
    updatedAt: now,
  });

describe("between the code and the door", () => {
  test("another phone came to stand: the code to the former one opens nothing", async () => {
    const enters = await codeOfMother();
    expect(await meanwhile(aigerim.iin, enters, movePhone)).toMatchObject({ code: "gone" });
    expect(await db().select().from(session)).toEqual([]);
  });

  test("the codes of the account were ended", async () => {
    const enters = await codeOfMother();
    const ended = await meanwhile(aigerim.iin, enters, (tx) =>
      endWaitingCodes(tx, aigerim.iin, after(5)),
    );
    expect(ended).toMatchObject({ code: "gone" });
    expect(await db().select().from(session)).toEqual([]);
  });

  test("nothing happened: the code opens", async () => {
    const enters = await codeOfMother();
    expect(await meanwhile(aigerim.iin, enters, async () => null)).toMatchObject({ ok: true });
  });

  test("the one-time code is ended with the others", async () => {
    const browser = visitor(oral);
    const asked = await askOneTimeCode(browser, aigerim, registers, now);
    if (!asked.ok) throw new Error(asked.code);
    const code = await codeSentTo(aigerim.phone);
    const entered = await meanwhile(
      aigerim.iin,
      () => enterByOneTimeCode(browser, aigerim, code, registers, entry, after(5)),
      (tx) => endWaitingCodes(tx, aigerim.iin, after(5)),
    );
    expect(entered).toMatchObject({ code: "gone" });
  });

  test.each([
    [
      "the role was withdrawn",
      (tx: Tx) =>
        tx
          .update(staffRole)
          .set({ revokedAt: after(4) })
          .where(eq(staffRole.login, login)),
    ],
    ["the password was replaced", (tx: Tx) => savePassword(tx, officer.id, "$argon2id$", after(4))],
    ["the codes were ended", (tx: Tx) => endWaitingCodes(tx, officer.iin, after(5))],
  ])("staff stay outside when %s", async (_, deed) => {
    const browser = visitor(oral);
    const asked = await askStaffCode(browser, { login, password: demoPassword }, entry, now);
    if (!asked.ok) throw new Error(asked.code);
    const code = await codeSentTo(login);
    const entered = await meanwhile(
      officer.iin,
      () => enterAsStaff(browser, login, code, entry, after(5)),
      deed,
    );
    expect(entered).toMatchObject({ code: "gone" });
  });
});

describe("a code on its way to the former phone ends", () => {
  test("when the owner confirms another one", async () => {
    const browser = visitor(oral);
    await updateProfile(
      mother,
      { email: "aigerim@example.kz", phone: otherPhone, secondPhone: "", locale: "kk" },
      now,
      oral.id,
    );
    const enters = await codeOfMother();
    expect(await sendContactCode(mother, browser, "phone", now)).toMatchObject({ ok: true });
    const confirmed = await confirmContact(mother, browser, await codeSentTo(otherPhone), now);
    expect(confirmed).toMatchObject({ value: "phone" });
    expect(await enters()).toMatchObject({ code: "gone" });
  });

  test("when an operator ends every session, of staff too", async () => {
    const browser = visitor(oral);
    await askStaffCode(browser, { login, password: demoPassword }, entry, now);
    const code = await codeSentTo(login);
    await endSessionsOf({ iin: officer.iin, ground: "left" }, after(1));
    expect(await enterAsStaff(browser, login, code, entry, after(5))).toMatchObject({
      code: "gone",
    });
  });
});
