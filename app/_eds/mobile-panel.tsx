import { LinkButton } from "#app/_ui/button.tsx";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import { qrPath } from "#app/_ui/qr-path.ts";
import { qrText } from "#lib/eds/mgov.ts";
import { formatTime } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { MobileView } from "#lib/sign-in/mobile-view.ts";
import { phoneLink } from "./launch.ts";

type MobilePanelProps = {
  readonly t: Translator;
  readonly view: MobileView;
  /** Probably read on the telephone itself: the link stands first then, and the QR code is folded away. */
  readonly onPhone: boolean;
};

/** The code to compare, the QR code and the link: what leads a signing to the telephone. */
export function MobilePanel({ t, view, onPhone }: MobilePanelProps) {
  return (
    <div className="grid gap-5">
      <div className="grid max-w-text gap-2 rounded-card border-2 border-sky p-4 sm:p-5">
        <p className="flex flex-col">
          <span className="font-semibold text-ink-soft">{t("mgov.compareLabel")}</span>
          <strong className="tabular text-number font-bold" data-compare-code="">
            {view.code}
          </strong>
        </p>
        <p>{t("mgov.compare", { code: view.code })}</p>
      </div>
      {onPhone ? (
        <>
          <OpenApp t={t} address={view.address} first />
          <Disclosure title={t("mgov.otherPhone")}>
            <QrCode t={t} address={view.address} />
          </Disclosure>
        </>
      ) : (
        <>
          <section aria-labelledby="scan" className="grid gap-3">
            <h2 id="scan" className="text-xl">
              {t("mgov.scan")}
            </h2>
            <QrCode t={t} address={view.address} />
          </section>
          <Disclosure title={t("mgov.thisPhone")}>
            <OpenApp t={t} address={view.address} />
          </Disclosure>
        </>
      )}
      <p className="text-ink-soft">{t("mgov.until", { time: formatTime(view.expiresAt) })}</p>
    </div>
  );
}

type Part = { readonly t: Translator; readonly address: string };

function OpenApp({ t, address, first = false }: Part & { readonly first?: boolean }) {
  const { href, demo } = phoneLink(address, t.locale);
  return (
    <div>
      <LinkButton
        href={href}
        look={first ? "primary" : "secondary"}
        wide
        // The demo's telephone is a page, and this one must stay open behind it.
        {...(demo ? { target: "_blank", rel: "noopener" } : {})}
      >
        {t("mgov.open")}
        {demo && <span className="sr-only"> ({t("a11y.newWindow")})</span>}
      </LinkButton>
    </div>
  );
}

/** Always dark on white, whatever the colours of the page: cameras read it so. */
function QrCode({ t, address }: Part) {
  const { size, path } = qrPath(qrText(address));
  return (
    <figure className="w-full max-w-72">
      <svg
        viewBox={`0 0 ${size} ${size}`}
        aria-hidden="true"
        shapeRendering="crispEdges"
        className="aspect-square w-full"
        data-qr=""
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <figcaption className="sr-only">{t("mgov.qrAlt")}</figcaption>
    </figure>
  );
}
