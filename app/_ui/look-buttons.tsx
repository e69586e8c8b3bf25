import { LOOK_PATH, lookChoices } from "./look.ts";
import type { LookSetting } from "./look.ts";

/** One setting of the appearance with its choices, in words. */
export type LookGroup = {
  readonly setting: LookSetting;
  readonly title: string;
  /** In the order of `lookChoices`. */
  readonly labels: readonly string[];
};

/**
 * Settings of the appearance as buttons. The chosen ones are marked by /look.css, which alone knows the choice on a
 * static page. Each button posts and comes back to the page; the page's script does it in place (page-script/frame.ts).
 */
export function LookButtons({ groups }: { readonly groups: readonly LookGroup[] }) {
  return (
    <form method="post" action={LOOK_PATH} data-look-form="" className="grid gap-4">
      {groups.map(({ setting, title, labels }) => (
        <fieldset key={setting}>
          <legend className="text-sm font-semibold">{title}</legend>
          <div className="mt-1.5 flex flex-wrap gap-2">
            {lookChoices[setting].map((value, index) => (
              <button
                key={value}
                type="submit"
                name={setting}
                value={value}
                data-look={`${setting}:${value}`}
                className="min-h-11 rounded-card border border-edge bg-surface px-3 text-base text-ink hover:border-action hover:bg-sky-soft"
              >
                {labels[index]}
              </button>
            ))}
          </div>
        </fieldset>
      ))}
    </form>
  );
}
