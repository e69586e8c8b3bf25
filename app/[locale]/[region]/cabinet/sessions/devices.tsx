import type { PortalPage } from "#app/_request/region.ts";
import { Button } from "#app/_ui/button.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { Tag } from "#app/_ui/tag.tsx";
import { formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { DeviceView } from "#lib/sign-in/device-views.ts";
import { forget } from "./actions.ts";

type DevicesProps = { readonly place: PortalPage; readonly devices: readonly DeviceView[] };

/** The browsers that the account knows again, each with «Забыть». */
export function Devices({ place, devices }: DevicesProps) {
  const { locale, portal } = place;
  const t = translator(locale);
  return (
    <section aria-labelledby="devices" className="grid gap-4">
      <h2 id="devices" className="text-xl">
        {t("sessions.devices.title")}
      </h2>
      <p className="text-ink-soft">{t("sessions.devices.intro")}</p>
      {devices.length === 0 && <p>{t("sessions.devices.none")}</p>}
      <ul className="divide-y divide-line border-y border-line empty:hidden">
        {devices.map((each) => {
          const name = each.device === "" ? t("sessions.deviceUnknown") : each.device;
          return (
            <li key={each.id} className="grid gap-3 py-4">
              <h3 className="flex flex-wrap items-center justify-between gap-2 text-lg">
                {name}
                {each.current && <Tag tone="sky">{t("sessions.current")}</Tag>}
              </h3>
              <SummaryList
                rows={[
                  {
                    term: t("sessions.devices.first"),
                    value: formatDateTimeLong(locale, each.firstSeenAt),
                  },
                  {
                    term: t("sessions.devices.last"),
                    value: formatDateTimeLong(locale, each.lastSeenAt),
                  },
                ]}
              />
              <form action={forget.bind(null, locale, portal.slug, each.id)}>
                <Button look="secondary">
                  {t("sessions.devices.forget")}
                  <span className="sr-only">: {name}</span>
                </Button>
              </form>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
