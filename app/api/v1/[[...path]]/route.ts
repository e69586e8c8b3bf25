import { problem } from "#app/api/v1/answer.ts";

/** Every address that is none of the open data's: said to a program, not shown as a page. */
export async function GET(): Promise<Response> {
  return problem(404, "no-address");
}
