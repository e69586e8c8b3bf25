import { probablyOnPhone } from "#app/_eds/phone-hint.ts";
import { signTexts } from "#app/_eds/sign-texts.ts";
import { SignWidget } from "#app/_eds/sign-widget.tsx";
import { Link } from "#app/_ui/link.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import type { SigningView } from "#lib/applications/compose.ts";
import { translator } from "#lib/i18n/translate.ts";
import { env } from "#lib/platform/env.ts";
import { beginSigning, submitSigned } from "../[queueType]/actions.ts";
import { ReviewContent } from "./review-content.tsx";
import { SignByPhone } from "./sign-by-phone.tsx";
import { type Check, stepPath } from "./steps.ts";

type SignStepProps = {
  readonly place: PortalPage;
  readonly draftId: string;
  readonly applicantIin: string;
  readonly signing: SigningView;
  readonly check: Check | null;
};

/** «Подписать»: by NCALayer or by telephone, and under both once more the text that is signed. */
export async function SignStep({ place, draftId, applicantIin, signing, check }: SignStepProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { NCALAYER_URL: url, EDS_ALLOW_TEST_CA: testKeys } = env();
  const at = { queueType: signing.content.queueType, draftId };
  const phone = (
    <SignByPhone key="phone" place={place} draftId={draftId} signing={signing} check={check} />
  );
  const computer = (
    <div key="computer">
      <p className="mb-6 max-w-text">{t("apply.sign.text")}</p>
      <SignWidget
        texts={signTexts(t, "application")}
        locale={locale}
        help={`${root}/help/ncalayer`}
        signer={{ purpose: "application", iin: applicantIin }}
        ncalayer={{ url, testKeys }}
        getContent={beginSigning.bind(null, locale, portal.slug, draftId, signing.requestId)}
        onSigned={submitSigned.bind(null, locale, portal.slug)}
      />
    </div>
  );
  // There is no NCALayer for telephones.
  const ways = (await probablyOnPhone()) ? [phone, computer] : [computer, phone];
  return (
    <>
      <div className="grid gap-8">{ways}</div>
      <p className="mt-4">
        <Link
          href={stepPath(root, { ...at, step: "review" })}
          className="inline-flex min-h-11 items-center"
        >
          {t("common.back")}
        </Link>
      </p>
      <p className="mt-8 mb-6 max-w-text text-lg text-ink-soft">{t("apply.sign.what")}</p>
      <ReviewContent place={place} draftId={draftId} signing={signing} changeable={false} />
    </>
  );
}
