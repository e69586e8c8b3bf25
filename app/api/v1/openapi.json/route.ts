import { portalOrigin } from "#app/_request/action.ts";
import { jsonAnswer } from "#app/api/v1/answer.ts";
import { openApiDocument } from "./document.ts";

export const dynamic = "force-dynamic";

/** The open-data API, described for programs. */
export function GET(): Response {
  return jsonAnswer(openApiDocument(`${portalOrigin()}/api/v1`), "briefly");
}
