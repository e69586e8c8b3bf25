import { tellEmulator } from "#tests/support/portal.ts";
import { gif, png } from "#tests/support/hostile-files.ts";
import { plainPdf } from "#tests/support/hostile-pdfs.ts";
import { artyom, olga } from "#tests/e2e/support/families.ts";
import { photo } from "#tests/e2e/support/photos.ts";
import { tellRegisters } from "#tests/e2e/support/registers.ts";
import {
  attachTwoPhotos,
  button,
  fillApplicant,
  fillChild,
  forward,
  heading,
  link,
  readNotice,
  startForm,
  type Walk,
} from "#tests/e2e/support/walk.ts";
import type { Shoot } from "./camera.ts";

/** The form from its first page to the notice, with all that can go wrong on the way. */
export async function wizard(visit: Walk, shoot: Shoot) {
  await applicant(visit, shoot);
  await child(visit, shoot);
  await documents(visit, shoot);
  await signature(visit, shoot);
  const notice = await readNotice(visit);
  await untilMade(visit);
  await shoot("wizard-6-done");
  return notice;
}

/** The summary at the top of the page, which comes with the answer to «Вперед». */
async function problems({ page }: Walk): Promise<void> {
  await page.locator("#error-summary-title").waitFor();
  await page.waitForLoadState("networkidle");
}

async function applicant(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, t } = visit;
  await startForm(visit);
  await shoot("wizard-1-applicant");
  await forward(visit);
  await problems(visit);
  await shoot("wizard-1-problems");
  await page.getByLabel(t("apply.contacts.email")).fill(`${"olga.".repeat(12)}kim`);
  await page.getByLabel(t("apply.contacts.phone"), { exact: true }).fill("87162255555");
  await page.getByLabel(t("apply.contacts.phone2")).fill("12");
  await forward(visit);
  await page.locator("#error-summary-title").getByText("4").waitFor();
  await shoot("wizard-1-wrong");
  await page.getByLabel(t("apply.contacts.phone2")).fill("");
  await fillApplicant(visit);
  await forward(visit);
  await heading(visit, "apply.stepTitle.child");
}

/** A child of the same family whom no register is asked about again. */
const brother = "211130590001";

async function child(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, t } = visit;
  await shoot("wizard-2-child");
  await page.getByLabel(t("apply.privilege.label")).check();
  await forward(visit);
  await problems(visit);
  await shoot("wizard-2-problems");
  await page.getByLabel(t("apply.privilege.label")).uncheck();
  await tellRegisters({ person: "down", birth: "down" });
  await page.getByLabel(t("apply.child.iin")).fill(brother);
  await button(visit, "apply.child.find").click();
  await page.locator("#childSurname").waitFor();
  await shoot("wizard-2-silent");
  await tellRegisters({ all: "normal" });
  // Aisha is another family's.
  await page.getByLabel(t("apply.child.iin")).fill("230316690004");
  await button(visit, "apply.child.find").click();
  await page.locator("#guardian").waitFor();
  await shoot("wizard-2-stranger");
  await fillChild(visit, { iin: artyom.iin, privilege: "military" });
  await page.waitForLoadState("networkidle");
  await shoot("wizard-2-long");
  await page.getByLabel(t("apply.privilege.category")).selectOption("large-family");
  await page.waitForLoadState("networkidle");
  await shoot("wizard-2-found");
  await forward(visit);
  await heading(visit, "apply.stepTitle.documents");
}

async function documents(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, root, t } = visit;
  const paper = "large-family-proof";
  const field = page.locator(`#file-${paper}[multiple]`);
  const listed = page.locator(`#paper-${paper}`).getByRole("listitem");
  await shoot("wizard-3-documents");
  await forward(visit);
  await problems(visit);
  await shoot("wizard-3-problems");
  await field.setInputFiles([
    { name: "scan.gif", mimeType: "image/gif", buffer: gif },
    {
      name: "анықтама көпбалалы отбасы туралы 2026 жылғы қараша ЖАҢА (соңғы нұсқасы) (1).pdf",
      mimeType: "application/pdf",
      buffer: plainPdf("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"),
    },
    { name: "empty.png", mimeType: "image/png", buffer: Buffer.alloc(0) },
  ]);
  await listed.filter({ hasText: t("documents.upload.error.file-empty") }).waitFor();
  await listed.filter({ hasText: t("documents.upload.error.file-pdf-active") }).waitFor();
  await shoot("wizard-3-refused");
  await page.reload();
  await field.waitFor({ state: "attached" });
  let letThrough = (): void => undefined;
  const held = new Promise<void>((done) => {
    letThrough = done;
  });
  await page.route("**/api/uploads", async (route) => {
    await held;
    // The reload below may have done it already.
    await route.abort("connectionreset").catch(() => undefined);
  });
  await field.setInputFiles([
    await photo("page-1.jpg", 10),
    { name: "page-2.png", mimeType: "image/png", buffer: await png() },
  ]);
  await listed.nth(1).waitFor();
  await shoot("wizard-3-uploading");
  const here = page.url();
  await page.goto("about:blank");
  letThrough();
  await page.unroute("**/api/uploads");
  await page.goto(here);
  await attachTwoPhotos(visit, paper);
  await shoot("wizard-3-attached");
  await page.goto(`${root}/apply`);
  await shoot("apply-draft");
  await page.goto(`${root}/cabinet`);
  await shoot("cabinet-draft");
  await page.goBack();
  await page.goBack();
  await forward(visit);
  await heading(visit, "apply.stepTitle.review");
  await shoot("wizard-4-review");
}

async function signature(visit: Walk, shoot: Shoot): Promise<void> {
  const { page } = visit;
  await link(visit, "apply.send").click();
  await heading(visit, "apply.stepTitle.sign");
  await shoot("wizard-5-sign");
  const good = { reset: true, signer: olga.iin, algorithm: "gost", key: "valid" } as const;
  let again = false;
  for (const [order, name] of [
    [{ drop: true }, "dropped"],
    [{ cancel: true }, "cancelled"],
    [{ signer: "890117390005", force: true }, "another-person"],
    [{ key: "expired", force: true }, "expired"],
    [{ key: "revoked", force: true }, "revoked"],
  ] as const) {
    await tellEmulator({ ...good, ...order });
    await button(visit, again ? "eds.retry" : "eds.sign").click();
    await page.getByRole("main").getByRole("alert").waitFor();
    await shoot(`wizard-5-${name}`);
    again = true;
  }
  await tellEmulator(good);
  await button(visit, "eds.retry").click();
}

/** The PDF is made by the worker. */
async function untilMade(visit: Walk): Promise<void> {
  for (let n = 0; n < 50 && (await link(visit, "apply.done.download").count()) === 0; n += 1) {
    await visit.page.reload();
  }
}
