import { Button } from "#app/_ui/button.tsx";
import type { Translator } from "#lib/i18n/translate.ts";

type NearestPanelProps = {
  readonly t: Translator;
  /** `/kk/oral/kindergartens`. */
  readonly root: string;
  /** Of the open data. */
  readonly address: string;
};

/** Shown by public/kindergartens.js (from `_browser`), where a browser can say where it is; whoever has none misses nothing. */
export function NearestPanel({ t, root, address }: NearestPanelProps) {
  return (
    <div
      hidden
      className="mt-6 max-w-form print:hidden"
      data-page-script="/kindergartens.js"
      data-nearest=""
      data-address={address}
      data-root={root}
      data-size="10"
      data-metres={t("kindergartens.metres", { n: "{n}" })}
      data-kilometres={t("kindergartens.kilometres", { n: "{n}" })}
      data-link="link inline-flex min-h-11 items-center font-semibold"
    >
      <Button type="button" look="secondary" icon="pin">
        {t("kindergartens.here.button")}
      </Button>
      <p className="mt-2 text-sm text-ink-soft">{t("kindergartens.here.hint")}</p>
      <output
        className="mt-2 block font-medium"
        data-nearest-state=""
        data-asking={t("kindergartens.here.asking")}
        data-denied={t("kindergartens.here.denied")}
        data-failed={t("kindergartens.here.failed")}
      />
      <h2 hidden tabIndex={-1} className="mt-2 mb-2 text-xl">
        {t("kindergartens.here.title")}
      </h2>
      <ol hidden className="divide-y divide-line border-y border-line" />
    </div>
  );
}
