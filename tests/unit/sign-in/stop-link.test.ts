import { expect, test } from "vitest";
import { locales } from "#lib/i18n/locales.ts";
import { smsParts } from "#lib/messaging/sms-length.ts";
import { smsText } from "#lib/notifications/templates.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { stopTokenBytes } from "#lib/sign-in/phone-change.ts";

test.each(locales)("the warning of a change with its link is one SMS (%s)", (locale) => {
  const token = newSecret(stopTokenBytes);
  expect(token).toHaveLength(12);
  const about = { locale, at: new Date(0), link: "https://kezek.kz/", phone: "+77112000100" };
  const text = smsText("phone-change", { link: `https://kezek.kz/m/${token}` }, about);
  expect(text).toContain(`kezek.kz/m/${token}`);
  expect(smsParts(text)).toBe(1);
});
