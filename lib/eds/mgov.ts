import { z } from "zod";

// eGov Mobile's protocol of signing by QR code (eGovQR): API №1 says what is to be signed and where it lies, API №2
// hands it out and takes it back signed. Pure.

type Names = { readonly kk: string; readonly ru: string; readonly en: string };

/** What the QR code holds: the address of API №1, without blanks. */
export function qrText(address: string): string {
  return `mobileSign:${address}`;
}

/** The link that opens the application on the telephone on which it is pressed. */
export function launchLink(address: string): string {
  const query = new URLSearchParams({
    link: address,
    isi: "1476128386",
    ibi: "kz.egov.mobile",
    apn: "kz.mobile.mgov",
  });
  return `https://m.egov.kz/mobileSign?${query}`;
}

const offsetHours = 5;

/** An instant as the protocol writes it: the wall clock of Kazakhstan, hundredths, the offset without a colon. */
export function mgovInstant(at: Date): string {
  const wall = new Date(at.getTime() + offsetHours * 3_600_000).toISOString();
  return `${wall.slice(0, 22)}+0${offsetHours}00`;
}

export type SigningFacts = {
  /** What the application shows before it signs, in one language. */
  readonly description: string;
  readonly expiresAt: Date;
  readonly organisation: { readonly names: Names; readonly bin: string };
  /** The address of API №2. */
  readonly documentUrl: string;
  /** With it the application calls API №2. */
  readonly token: string;
};

/** The answer of API №1. */
export function signingAnswer(facts: SigningFacts) {
  const { names, bin } = facts.organisation;
  return {
    description: facts.description,
    expiry_date: mgovInstant(facts.expiresAt),
    organisation: { nameRu: names.ru, nameKz: names.kk, nameEn: names.en, bin },
    document: { uri: facts.documentUrl, auth_type: "Token", auth_token: facts.token },
  };
}

export type DocumentFacts = {
  readonly names: Names;
  /** Facts that the application lists under the name. */
  readonly meta: readonly { readonly name: string; readonly value: string }[];
  /** The exact bytes to sign. */
  readonly content: Uint8Array;
};

/**
 * The answer of API №2. The message is asked for with its content inside (CMS_WITH_DATA), as NCALayer makes it for us
 * too: what is kept as evidence then proves itself, without a second file that might get lost.
 */
export function documentAnswer({ names, meta, content }: DocumentFacts) {
  return {
    signMethod: "CMS_WITH_DATA",
    documentsToSign: [
      {
        id: 1,
        nameRu: names.ru,
        nameKz: names.kk,
        nameEn: names.en,
        meta: meta.map(({ name, value }) => ({ name, value })),
        document: { file: { mime: "", data: Buffer.from(content).toString("base64") } },
      },
    ],
  };
}

// The application sends back what it was given, with the message in place of the content: other fields are its own
// matter, and a second document was never asked for.
const signedAnswer = z.object({
  documentsToSign: z.tuple([
    z.object({ document: z.object({ file: z.object({ data: z.string().min(1) }) }) }),
  ]),
});

/** The message (CMS, base64 or PEM) in what the application sent back; null when it is something else. */
export function signedMessageIn(body: unknown): string | null {
  const parsed = signedAnswer.safeParse(body);
  return parsed.success ? parsed.data.documentsToSign[0].document.file.data : null;
}
