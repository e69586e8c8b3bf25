import { signInAs } from "#tests/e2e/sign-in-steps.ts";
import { sergey } from "#tests/e2e/support/families.ts";
import { button, heading, type Walk, walk } from "#tests/e2e/support/walk.ts";
import { saveWishes } from "#tests/e2e/support/wish-list.ts";
import type { Shoot } from "./camera.ts";

/** Which kindergartens a family wishes for, where places are given by rounds of choices. */
export async function wishes({ page, t: { locale } }: Walk, shoot: Shoot): Promise<void> {
  const visit = walk(page, locale, "petropavl");
  const { t, root } = visit;
  await page.context().clearCookies();
  await signInAs(page, {
    iin: sergey.iin,
    language: locale === "kk" ? "kk" : "ru",
    region: "petropavl",
  });
  await page.goto(`${root}/cabinet/applications`);
  await page.locator("main a[href*='/cabinet/applications/']").first().click();
  await page.getByRole("heading", { name: t("choices.title") }).waitFor();
  await shoot("wishes-panel");
  const address = `${page.url().split("?")[0]}/wishes`;
  await page.goto(address);
  await heading(visit, "choices.title");
  await shoot("wishes");
  await page.goto(`${address}?v=1&w=`);
  await page.getByText(t("wishes.empty")).waitFor();
  await shoot("wishes-empty");
  await page.getByLabel(t("wishes.text")).fill("жоқ мұндай");
  await button(visit, "wishes.search").click();
  await page.getByText(t("wishes.nothing")).waitFor();
  await shoot("wishes-nothing");
  await page.goto(`${address}?v=0&w=9-arai.20-erketai.2-ainalaiyn.4-botaqan`);
  await page.getByText(t("wishes.unsaved")).waitFor();
  await shoot("wishes-overtaken");
  await page
    .getByRole("button", { name: t("wishes.replace") })
    .nth(1)
    .click();
  await page.getByText(t("wishes.noReplacing")).waitFor();
  await shoot("wishes-replacing");
  await page.goto(`${page.url().split("?")[0]?.replace("/wishes", "")}?tab=history`);
  await shoot("wishes-history");
  const one = page.url().split("?")[0] ?? "";
  await saveWishes(visit, one, "");
  for (const [path, name] of [
    [one, "wishes-due"],
    [`${one}?registered=1`, "wishes-due-registered"],
    [`${root}/cabinet`, "wishes-due-cabinet"],
    [`${root}/cabinet/applications`, "wishes-due-journal"],
  ] as const) {
    await page.goto(path);
    await shoot(name);
  }
  await saveWishes(visit, one, "2-ainalaiyn");
}
