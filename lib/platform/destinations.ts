import type { Env } from "./env.ts";
import type { Destinations } from "./security-headers.ts";

/** Where this installation's pages may connect to. */
export function destinationsOf(
  environment: Pick<Env, "NCALAYER_URL" | "S3_ENDPOINT">,
  development = false,
): Destinations {
  return {
    ncalayerUrl: environment.NCALAYER_URL,
    storageOrigin: environment.S3_ENDPOINT ? new URL(environment.S3_ENDPOINT).origin : undefined,
    development,
  };
}
