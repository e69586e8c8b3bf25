import { button, type Walk, walk } from "#tests/e2e/support/walk.ts";
import type { Shoot } from "./camera.ts";

/** The register of kindergartens: read, searched, by distance, and the passport of one. */
export async function kindergartens({ page, t: { locale } }: Walk, shoot: Shoot): Promise<void> {
  const visit = walk(page, locale, "oral");
  const { t } = visit;
  const register = `${visit.root}/kindergartens`;
  await page.goto(register);
  await shoot("kindergartens");
  await page.getByLabel(t("kindergartens.find.text")).fill("карлыгаш");
  await button(visit, "common.find").click();
  await page.getByRole("heading", { name: t("kindergartens.found", { n: 1 }) }).waitFor();
  await page.getByText(t("kindergartens.find.more")).click();
  await shoot("kindergartens-found");
  await page.goto(`${register}?q=${encodeURIComponent("жоқ мұндай")}`);
  await page.getByRole("heading", { name: t("kindergartens.none.title") }).waitFor();
  await shoot("kindergartens-none");
  await page.goto(register);
  await page.getByRole("link", { name: "№ 8 «Айналайын»" }).first().click();
  await page.getByRole("heading", { level: 1, name: "№ 8 «Айналайын»" }).waitFor();
  await shoot("kindergarten");
  await page.goto(`${register}?near=${page.url().split("/").at(-1)}`);
  await shoot("kindergartens-near");
  for (const [region, name] of [
    ["petropavl", "kindergartens-petropavl"],
    ["akmola", "kindergartens-akmola"],
  ] as const) {
    await page.goto(`/${locale}/${region}/kindergartens`);
    await shoot(name);
  }
  await page.goto(`${register}/zhoq`);
  await shoot("kindergarten-not-found");
}
