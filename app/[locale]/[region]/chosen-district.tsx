import { DISTRICT_COOKIE } from "#app/_ui/district-cookie.ts";
import { Icon } from "#app/_ui/icon.tsx";

type ChosenDistrictProps = {
  /** With `{name}`. */
  readonly text: string;
  readonly change: { readonly label: string; readonly href: string };
  /** Names by KATO. */
  readonly districts: Readonly<Record<string, string>>;
};

/**
 * The district chosen from the list of manual 004. The page is static, so only the browser knows it: the page's script
 * finds the cookie, puts the name in and shows the line.
 */
export function ChosenDistrict({ text, change, districts }: ChosenDistrictProps) {
  return (
    <p
      hidden
      data-district-cookie={DISTRICT_COOKIE}
      data-districts={JSON.stringify(districts)}
      className="mt-6 flex flex-wrap items-center gap-x-3 rounded-card bg-sky-soft px-4 text-sky-ink"
    >
      <Icon name="pin" />
      <strong>{text}</strong>
      <a
        href={change.href}
        className="inline-flex min-h-11 items-center text-link underline underline-offset-4"
      >
        {change.label}
      </a>
    </p>
  );
}
