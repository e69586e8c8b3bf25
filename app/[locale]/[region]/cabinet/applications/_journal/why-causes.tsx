import type { Translator } from "#lib/i18n/translate.ts";
import type { Explanation } from "#lib/queue/explain.ts";
import { causeWords, signed } from "./why-words.ts";

type WhyCausesProps = { readonly t: Translator; readonly story: Explanation };

/** Each cause with what it did to the number, and their sum, which is the whole difference. */
export function WhyCauses({ t, story: { causes, from, to } }: WhyCausesProps) {
  return (
    <table className="w-full border-collapse text-start">
      <caption className="sr-only">{t("queue.why.causes")}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t("queue.why.cause")}</th>
          <th scope="col">{t("queue.why.effect")}</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-y border-line">
        {causes.map((each) => (
          <tr key={each.cause}>
            <th
              scope="row"
              className="py-2.5 pe-4 text-start align-top font-normal first-letter:uppercase"
            >
              {causeWords(t, each)}
            </th>
            <td className="tabular py-2.5 text-end align-top text-lg font-semibold whitespace-nowrap">
              {signed(t, each.effect)}
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="py-2.5 pe-4 text-start font-semibold">
            {t("queue.reason.sum")}
          </th>
          <td className="tabular py-2.5 text-end text-lg font-bold whitespace-nowrap">
            {signed(t, to.position - from.position)}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
