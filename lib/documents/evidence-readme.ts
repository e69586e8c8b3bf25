import { type Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

export type ReadmeFacts = {
  readonly number: string;
  readonly signer: string;
  readonly receivedAt: Date;
  readonly algorithm: "rsa-sha256" | "gost-2015-512";
  readonly hasOcsp: boolean;
  readonly hasCrls: boolean;
  readonly hasRecheck: boolean;
  /** Whether it is known by now that the key stood when it signed, or did not. */
  readonly settled: boolean;
  readonly hasTimestamp: boolean;
};

/** What is in the archive of evidence and how to check it, in plain text. */
export function evidenceReadme(locale: Locale, facts: ReadmeFacts): string {
  const t = translator(locale);
  const time = facts.receivedAt.toISOString();
  const file = (name: string, words: string) => `  ${name}\n      ${words}`;
  const files = [
    file("data.json", t("evidence.file.data")),
    file("signature.cms, signature.pem", t("evidence.file.cms")),
    file("signer.cer", t("evidence.file.certificate")),
    file("authorities/*.cer, authorities.pem", t("evidence.file.authorities")),
    ...(facts.hasOcsp ? [file("ocsp.der", t("evidence.file.ocsp"))] : []),
    ...(facts.hasRecheck ? [file("ocsp-later.der", t("evidence.file.recheck"))] : []),
    ...(facts.hasTimestamp
      ? [file("timestamp.tsr, signature-value.bin", t("evidence.file.timestamp"))]
      : []),
    file("report.json", t("evidence.file.report")),
  ];
  const missing = [
    ...(!facts.hasOcsp && facts.hasCrls ? [t("evidence.file.crl")] : []),
    ...(facts.settled ? [] : [t("evidence.file.unknown")]),
    ...(facts.hasTimestamp ? [] : [t("evidence.file.noTimestamp")]),
  ];
  const rsa = facts.algorithm === "rsa-sha256";
  return [
    t("evidence.title", { number: facts.number }),
    t("evidence.intro", { signer: facts.signer, time }),
    `${t("evidence.filesTitle")}\n\n${files.join("\n")}`,
    ...missing,
    t("evidence.trust"),
    t("evidence.kezek"),
    commands([kezekCommand(facts)]),
    ...(rsa ? [t("evidence.openssl"), commands(opensslCommands(facts))] : [t("evidence.gostOnly")]),
    t("evidence.changed"),
  ]
    .join("\n\n")
    .concat("\n");
}

const commands = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join("\n");

/** How `kezek eds verify` checks the files of the archive. */
function kezekCommand(facts: ReadmeFacts): string {
  const ocsp = facts.hasOcsp ? "ocsp.der" : facts.hasRecheck ? "ocsp-later.der" : null;
  return [
    "npx kezek eds verify signature.cms --content data.json --trust authorities",
    `--at ${facts.receivedAt.toISOString()} --purpose sign`,
    ...(ocsp === null ? [] : [`--ocsp ${ocsp}`]),
    ...(facts.hasTimestamp ? ["--timestamp timestamp.tsr"] : []),
  ].join(" ");
}

/** How OpenSSL does; it knows no GOST of Kazakhstan. */
function opensslCommands(facts: ReadmeFacts): string[] {
  const time = Math.floor(facts.receivedAt.getTime() / 1000);
  const trusted = `-CAfile authorities.pem -attime ${time}`;
  return [
    `openssl cms -verify -binary -inform DER -in signature.cms ${trusted} -purpose any -out signed.bin`,
    "cmp signed.bin data.json",
    ...(facts.hasTimestamp
      ? [`openssl ts -verify -in timestamp.tsr -data signature-value.bin ${trusted}`]
      : []),
  ];
}
