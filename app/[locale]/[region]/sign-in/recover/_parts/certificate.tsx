import type { Translator } from "#lib/i18n/translate.ts";

/** What the drawing points at. */
type Mark = "iin" | "number" | "parents";

type CertificateProps = {
  readonly t: Translator;
  readonly form: "new" | "old";
  readonly mark: Mark;
};

/**
 * A birth certificate as we draw it, so that the eye finds the place on the real one (manual 000 shows photographs):
 * digits alone on the new form, a series before them on the old one. Numbers and lines belong to nobody.
 */
export function Certificate({ t, form, mark }: CertificateProps) {
  const place = {
    iin: t("recover.paper.iinPlace"),
    parents: t("recover.paper.parentsPlace"),
    number: form === "new" ? t("recover.paper.numberPlaceNew") : t("recover.paper.numberPlaceOld"),
  }[mark];
  const name = form === "new" ? t("recover.paper.new") : t("recover.paper.old");
  return (
    <figure className="max-w-80">
      <svg viewBox="0 0 320 236" aria-hidden="true" className="block h-auto w-full">
        <rect x="1" y="1" width="318" height="234" rx="10" className="fill-surface stroke-edge" />
        <Border form={form} />
        <text x="160" y="38" textAnchor="middle" className="fill-ink text-[14px] font-semibold">
          {t("recover.paper.title")}
        </text>
        {form === "new" && (
          <Line
            y={48}
            label={t("recover.paper.iin")}
            digits="220•••••••••"
            marked={mark === "iin"}
          />
        )}
        <Written y={82} widths={[120, 80]} />
        <Written y={96} widths={[90, 140]} />
        <Line y={106} label={t("recover.paper.first")} marked={mark === "parents"} />
        <Line y={136} label={t("recover.paper.second")} marked={mark === "parents"} />
        <Written y={172} widths={[150, 50]} />
        {mark === "number" && (
          <rect
            x="76"
            y="186"
            width="168"
            height="32"
            rx="8"
            className="fill-wait-soft stroke-wait"
            strokeWidth="2"
          />
        )}
        <text
          x="160"
          y="208"
          textAnchor="middle"
          className="tabular fill-stop text-[17px] font-semibold"
        >
          {form === "new" ? "№ 1234567" : "I-АБ № 012345"}
        </text>
      </svg>
      <figcaption className="mt-2 text-sm text-ink-soft">
        <span className="block font-medium text-ink">{name}</span>
        {place}
      </figcaption>
    </figure>
  );
}

/** The printed frame: a plain double line of today, the corners of an older press. */
function Border({ form }: { readonly form: "new" | "old" }) {
  if (form === "new") {
    return (
      <rect
        x="9"
        y="9"
        width="302"
        height="218"
        rx="5"
        className="fill-none stroke-sky"
        strokeWidth="2"
      />
    );
  }
  return (
    <g className="fill-none stroke-done" strokeWidth="2">
      <path d="M30 10H290M30 226H290M10 30V206M310 30V206" />
      <path d="M10 30C24 30 30 24 30 10M290 10C290 24 296 30 310 30M310 206C296 206 290 212 290 226M30 226C30 212 24 206 10 206" />
    </g>
  );
}

type LineProps = {
  readonly y: number;
  readonly label: string;
  readonly digits?: string;
  readonly marked: boolean;
};

/** A line with its name; what is written there is a stroke, for nobody's data belong here. */
function Line({ y, label, digits, marked }: LineProps) {
  return (
    <g>
      {marked && (
        <rect
          x="20"
          y={y}
          width="280"
          height="26"
          rx="6"
          className="fill-wait-soft stroke-wait"
          strokeWidth="2"
        />
      )}
      <text x="28" y={y + 18} className="fill-ink text-[14px]">
        {label}
      </text>
      {digits === undefined ? (
        <path
          d={`M176 ${y + 16}H288`}
          className="stroke-ink-soft"
          strokeWidth="2"
          strokeDasharray="14 5"
        />
      ) : (
        <text
          x="290"
          y={y + 18}
          textAnchor="end"
          className="tabular fill-ink text-[14px] font-semibold"
        >
          {digits}
        </text>
      )}
    </g>
  );
}

function Written({
  y,
  widths: [one, two],
}: {
  readonly y: number;
  readonly widths: readonly [number, number];
}) {
  return <path d={`M28 ${y}h${one}m12 0h${two}`} className="stroke-line" strokeWidth="5" />;
}
