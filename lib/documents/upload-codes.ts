import { type Refusal, statusOfRefusal } from "#lib/access/authorize.ts";

/**
 * Why a file was not taken, and the status of the answer of `/api` to it. The words are `documents.upload.error.<code>`
 * in the catalogues. A late ticket is out of turn (409) like a used one: the page asks for a new one.
 */
const statuses = {
  malformed: 400,
  "foreign-origin": 403,
  "ticket-used": 409,
  "ticket-late": 409,
  "draft-closed": 409,
  "not-arrived": 409,
  "file-too-large": 413,
  "file-type": 415,
  "file-heic": 415,
  "file-empty": 422,
  "file-damaged": 422,
  "file-pixels": 422,
  "file-infected": 422,
  "file-pdf-active": 422,
  "file-pdf-locked": 422,
  "file-pdf-long": 422,
  "too-many-files": 422,
  "too-often": 429,
} as const;

export type UploadCode = keyof typeof statuses | Refusal;

/** Every code, for the tables of words. */
export const uploadCodes: readonly UploadCode[] = [
  ...(Object.keys(statuses) as Exclude<UploadCode, Refusal>[]),
  "signed-out",
  "too-light",
  "not-yours",
];

export function isUploadCode(value: string): value is UploadCode {
  return (uploadCodes as readonly string[]).includes(value);
}

export function statusOfUpload(code: UploadCode): number {
  switch (code) {
    case "signed-out":
    case "too-light":
    case "not-yours":
      return statusOfRefusal(code);
    default:
      return statuses[code];
  }
}
