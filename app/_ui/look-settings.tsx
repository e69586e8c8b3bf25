import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";

import { type LookGroup, LookButtons } from "./look-buttons.tsx";
import { lookChoices } from "./look.ts";
import type { LookSetting } from "./look.ts";

const titles = {
  size: "settings.size.label",
  contrast: "settings.contrast",
  theme: "settings.theme.label",
  spacing: "settings.spacing",
  motion: "settings.motion",
} as const satisfies Record<LookSetting, MessageKey>;

const shown = ["size", "contrast", "theme", "spacing", "motion"] as const;

/** Text size, contrast, theme, spacing and motion; `only` names those that people look for first. */
export function lookGroups(
  locale: Locale,
  only: readonly LookSetting[] = shown,
): readonly LookGroup[] {
  const t = translator(locale);
  return only.map((setting) => ({
    setting,
    title: t(titles[setting]),
    labels: lookChoices[setting].map((value) => t(wordOf(setting, value))),
  }));
}

/** All settings of the appearance as buttons. */
export function LookSettings({ locale }: { readonly locale: Locale }) {
  return <LookButtons groups={lookGroups(locale)} />;
}

/** Sizes and themes have names of their own; the rest is on or off. */
function wordOf(setting: LookSetting, value: string): MessageKey {
  if (setting === "size" || setting === "theme")
    return `settings.${setting}.${value}` as MessageKey;
  return value === "normal" ? "settings.off" : "settings.on";
}
