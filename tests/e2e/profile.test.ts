import { readFileSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { unzipped } from "#tests/unit/documents/unzip.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { unlinkAll } from "./support/unlink.ts";
import { button, heading, type Walk, walk } from "./support/walk.ts";
import { browserOf, codeFor, type Reader, readers } from "./support/ways-in.ts";

// One's own page: contacts confirmed by codes, sessions and devices, a password, one's data, who looked at them.

const visitor = useBrowser();
beforeEach(async () => {
  await cleanSlate();
  await unlinkAll();
});
afterAll(cleanSlate);

async function signedIn(reader: Reader): Promise<Walk> {
  const { language } = reader;
  const first = await visitor.newPage();
  await signInAs(first, { iin: olga.iin, language });
  const storageState = await first.context().storageState();
  await first.context().close();
  return walk(await visitor.newPage({ ...browserOf(reader), storageState }), language);
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  test("a phone and an e-mail are confirmed by codes; what was typed survives what was wrong", async () => {
    const visit = await signedIn(reader);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/profile`);
    const phone = page.getByLabel(t("profile.phone"), { exact: false }).first();
    await phone.fill("123");
    await page.getByLabel(t("profile.email"), { exact: true }).fill("olga.new@example.kz");
    await button(visit, "profile.save").click();
    await page.getByText(t("error.phone-not-mobile")).first().waitFor();
    expect(await page.getByLabel(t("profile.email"), { exact: true }).inputValue()).toBe(
      "olga.new@example.kz",
    );
    await phone.fill("+77750000077");
    await button(visit, "profile.save").click();
    await heading(visit, "profile.confirmTitle.email");
    expect(page.url()).not.toMatch(/example|7750/);

    const code = page.getByLabel(t("signin.staff.code"), { exact: true });
    const right = await codeFor("olga.new@example.kz");
    await code.fill(right.replace(/^\d/, (digit) => String((Number(digit) + 1) % 10)));
    await button(visit, "common.confirm").click();
    await page
      .getByText(t("code.wrong", { n: 4 }))
      .first()
      .waitFor();
    await code.fill(right);
    await button(visit, "common.confirm").click();
    await page.getByText(t("profile.confirmDone")).waitFor();

    await page.getByRole("link", { name: t("profile.confirmTitle.phone") }).click();
    await button(visit, "profile.confirmSend").click();
    await page
      .getByLabel(t("code.field.label"), { exact: true })
      .fill(await codeFor("+77750000077"));
    await button(visit, "common.confirm").click();
    await page.getByText(t("profile.confirmDone")).waitFor();
    expect(await page.getByText(t("profile.unconfirmed"), { exact: true }).count()).toBe(0);
    expect(problemsOf(page)).toEqual([]);
  });

  test("all other sign-ins are closed from here, and are out at their next step", async () => {
    const other = await signedIn(reader);
    const visit = await signedIn(reader);
    await visit.page.goto(`${visit.root}/cabinet/sessions`);
    await visit.page.getByRole("heading", { name: visit.t("sessions.notYou.title") }).waitFor();
    await button(visit, "sessions.endOthers").click();
    await visit.page.getByText(visit.t("sessions.othersEnded")).waitFor();
    await other.page.goto(`${other.root}/cabinet`);
    expect(other.page.url()).toContain("/sign-in");
    await visit.page
      .getByRole("button", { name: visit.t("sessions.devices.forget") })
      .first()
      .click();
    await visit.page.getByText(visit.t("sessions.devices.forgotten")).waitFor();
  });

  test("a password is set, and one's data come as an archive; nobody has looked yet", async () => {
    const visit = await signedIn(reader);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/profile?tab=password`);
    for (const key of ["profile.password.new", "password.repeat.label"] as const) {
      await page.getByLabel(t(key), { exact: true }).fill("жаңа құпиясөз тіркесі");
    }
    await button(visit, "profile.password.change").click();
    await page.getByText(t("profile.password.done")).waitFor();

    await page.goto(`${root}/cabinet/data`);
    await page.getByText(t("privacy.empty.title")).waitFor();
    const coming = page.waitForEvent("download");
    await button(visit, "privacy.downloadButton").click();
    const file = await (await coming).path();
    const files = unzipped(readFileSync(file));
    expect(Buffer.from(files.get("person.json") ?? []).toString()).toContain(olga.iin);
    expect(Buffer.from(files.get("README.txt") ?? []).toString()).toContain(
      t("privacy.readme.safe"),
    );
    expect(problemsOf(page)).toEqual([]);
  });
});

test.each(readers.filter((reader) => reader.javaScript))(
  "axe finds nothing on one's own pages: $language, $width px",
  async (reader) => {
    const { page, root } = await signedIn(reader);
    for (const [path, name] of [
      ["/cabinet/profile", "profile"],
      ["/cabinet/profile?tab=link", "profile-link"],
      ["/cabinet/profile?tab=password", "profile-password"],
      ["/cabinet/profile/confirm?field=email", "profile-confirm"],
      ["/cabinet/sessions", "sessions"],
      ["/cabinet/data", "data"],
    ] as const) {
      await page.goto(`${root}${path}`);
      await lookAt(page, name);
    }
    expect(page.url()).toContain("/cabinet/data");
  },
);
