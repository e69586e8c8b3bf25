import { Alert } from "#app/_ui/alert.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { Disclosure } from "#app/_ui/disclosure.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import type { Draft } from "#lib/applications/drafts.ts";
import { formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupIin, readBelievedIin } from "#lib/identity/iin.ts";
import { stepPath, typePath } from "../_wizard/steps.ts";

type OpenDraftsProps = { readonly place: PortalPage; readonly drafts: readonly Draft[] };

/** What was begun before, here or on another device: go on, or throw it away. */
export function OpenDrafts({ place, drafts }: OpenDraftsProps) {
  const { locale, root } = place;
  const t = translator(locale);
  if (drafts.length === 0) return null;
  return (
    <section aria-labelledby="drafts">
      <h2 id="drafts" className="mb-3 text-xl">
        {t("service.draftFound")}
      </h2>
      <ul className="grid max-w-text gap-4">
        {drafts.map((draft) => {
          const iin = readBelievedIin((draft.values.childIin ?? "").replaceAll(/\s/gu, ""));
          return (
            <li key={draft.id}>
              <Alert tone="wait">
                <p className="font-semibold">
                  {iin === null
                    ? t("apply.intro.priorEmpty")
                    : t("apply.intro.priorChild", { iin: groupIin(iin) })}
                </p>
                <p className="text-sm">
                  {t("apply.intro.priorDraft", {
                    time: formatDateTimeLong(locale, draft.updatedAt),
                  })}
                </p>
                <div>
                  <LinkButton
                    href={stepPath(root, {
                      queueType: draft.queueType,
                      draftId: draft.id,
                      step: "applicant",
                    })}
                    look="secondary"
                  >
                    {t("service.draftContinue")}
                  </LinkButton>
                </div>
                <Disclosure title={t("apply.discard")}>
                  <p>{t("apply.discardConfirm")}</p>
                  <form action={`${typePath(root, draft.queueType)}/discard`} method="post">
                    <input type="hidden" name="draft" value={draft.id} />
                    <Button look="danger">{t("apply.discard")}</Button>
                  </form>
                </Disclosure>
              </Alert>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
