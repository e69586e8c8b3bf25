import type { PortalPage } from "#app/_request/region.ts";
import { Button } from "#app/_ui/button.tsx";
import { formatDateFrom } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { PushBrowser } from "#lib/notifications/push-subscriptions.ts";
import { turnOff } from "./actions.ts";

type PushPanelProps = {
  readonly place: PortalPage;
  readonly browsers: readonly PushBrowser[];
  /** The portal's own, for the browser; null where the portal offers no push. */
  readonly publicKey: string | null;
};

/**
 * Notifications in the browser. Turning them on needs a script (public/push.js, from `_browser`); the list of browsers
 * and turning one off do not.
 */
export function PushPanel({ place, browsers, publicKey }: PushPanelProps) {
  const { locale, portal } = place;
  const t = translator(locale);
  if (publicKey === null && browsers.length === 0) return null;
  const words = {
    on: t("inbox.push.on"),
    off: t("inbox.push.off"),
    denied: t("inbox.push.denied"),
    unanswered: t("inbox.push.unanswered"),
    noService: t("inbox.push.noService"),
    failed: t("inbox.push.failed"),
    unsupported: t("inbox.push.unsupported"),
    enable: t("inbox.push.enable"),
    disable: t("inbox.push.disable"),
  };
  return (
    <section aria-labelledby="push" className="mt-4 grid gap-3 print:hidden">
      <h2 id="push" className="text-xl">
        {t("inbox.push.heading")}
      </h2>
      <p className="text-ink-soft">{t("inbox.push.hint")}</p>
      {publicKey !== null && (
        <div
          className="grid gap-3"
          data-page-script="/push.js"
          data-push={JSON.stringify({
            key: publicKey,
            locale,
            marks: browsers.map(({ mark }) => mark),
            words,
          })}
        >
          <output data-push-state className="empty:hidden" />
          <p>
            <Button look="secondary" type="button" hidden data-push-switch>
              {t("inbox.push.enable")}
            </Button>
          </p>
          <noscript>
            <p>{t("inbox.push.noScript")}</p>
          </noscript>
        </div>
      )}
      {browsers.length > 0 && (
        <>
          <h3 className="text-lg">{t("inbox.push.list")}</h3>
          <ul className="divide-y divide-line border-y border-line">
            {browsers.map((each) => {
              const name = each.device === "" ? t("sessions.deviceUnknown") : each.device;
              return (
                <li
                  key={each.id}
                  className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3"
                >
                  <span>
                    {name}
                    <span className="block text-sm text-ink-soft">
                      {t("inbox.push.since", { date: formatDateFrom(locale, each.createdAt) })}
                    </span>
                  </span>
                  <form action={turnOff.bind(null, locale, portal.slug, each.id)}>
                    <Button look="secondary">
                      {t("inbox.push.remove")}
                      <span className="sr-only">: {name}</span>
                    </Button>
                  </form>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}
