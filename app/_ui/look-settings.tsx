import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";

import { LOOK_PATH, lookChoices } from "./look.ts";
import type { LookSetting } from "./look.ts";

const titles = {
  size: "settings.size.label",
  contrast: "settings.contrast",
  theme: "settings.theme.label",
  spacing: "settings.spacing",
  motion: "settings.motion",
} as const satisfies Record<LookSetting, MessageKey>;

const shown = ["size", "contrast", "theme", "spacing", "motion"] as const;

/**
 * Text size, contrast, theme, spacing and motion as buttons. The chosen ones are marked by /look.css, which alone knows
 * the choice on a static page. `only` shows the two that people look for first. Each button posts and comes back to the
 * page; the page's script does it in place (page-script/frame.ts).
 */
export function LookSettings({
  locale,
  only = shown,
}: {
  readonly locale: Locale;
  readonly only?: readonly LookSetting[];
}) {
  const t = translator(locale);
  return (
    <form method="post" action={LOOK_PATH} data-look-form="" className="grid gap-4">
      {only.map((setting) => (
        <fieldset key={setting}>
          <legend className="text-sm font-semibold">{t(titles[setting])}</legend>
          <div className="mt-1.5 flex flex-wrap gap-2">
            {lookChoices[setting].map((value) => (
              <button
                key={value}
                type="submit"
                name={setting}
                value={value}
                data-look={`${setting}:${value}`}
                className="min-h-11 rounded-card border border-edge bg-surface px-3 text-base text-ink hover:border-action hover:bg-sky-soft"
              >
                {t(wordOf(setting, value))}
              </button>
            ))}
          </div>
        </fieldset>
      ))}
    </form>
  );
}

/** Sizes and themes have names of their own; the rest is on or off. */
function wordOf(setting: LookSetting, value: string): MessageKey {
  if (setting === "size" || setting === "theme")
    return `settings.${setting}.${value}` as MessageKey;
  return value === "normal" ? "settings.off" : "settings.on";
}
