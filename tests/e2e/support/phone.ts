import jsQR from "jsqr";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { inject } from "vitest";
import { type OpenedSigning, openSigning, type Phone, signOpened } from "#lib/demo/fake-phone.ts";
import { demoPhoneKey } from "#lib/demo/phone-key.ts";
import type { Walk } from "./walk.ts";

/** What a camera reads from the QR code on the screen. */
export async function scan(page: Page): Promise<string> {
  const picture = await page.locator("[data-qr]").screenshot();
  const { data, info } = await sharp(picture)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const read = jsQR(new Uint8ClampedArray(data), info.width, info.height);
  if (read === null) throw new Error("the QR code cannot be read");
  return read.data;
}

/** A telephone somewhere: its own line, its own keys. */
export function someonesPhone(iin: string) {
  const phone: Phone = {
    portals: [new URL(inject("portalUrl")).origin],
    wire: (address, init) => fetch(address, init),
  };
  const key = demoPhoneKey(inject("ncalayerUrl"), { iin, algorithm: "gost", key: "valid" });
  return {
    open: (scanned: string) => openSigning(phone, scanned),
    sign: (opened: OpenedSigning) => signOpened(phone, opened, key),
  };
}

/** The code that stands in a description behind these words of the catalogue. */
export function codeAfter({ t }: Walk, key: "mgov.meta.compare" | "mgov.meta.entry", said: string) {
  const code = new RegExp(`${t(key)}: (\\d{4})`, "u").exec(said)?.[1];
  if (code === undefined) throw new Error(`no code in: ${said}`);
  return code;
}

/** «Открыть eGov Mobile» on the same telephone: reads what it shows, signs, and comes back. @returns what it showed */
export async function signOnSamePhone({ page, t }: Walk, iin: string): Promise<string> {
  const opening = page.context().waitForEvent("page");
  await page.getByRole("link", { name: t("mgov.open") }).click();
  const app = await opening;
  const said = await app.locator("[data-description]").innerText();
  await app.locator("#signer").selectOption(iin);
  await app.getByRole("button", { name: t("demo.phone.sign") }).click();
  await app.getByText(t("demo.phone.signed")).waitFor();
  await app.close();
  return said;
}
