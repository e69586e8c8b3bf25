// The package has no types of its own. Only what ncalayer-client.ts uses is described here.
declare module "ncalayer-js-client" {
  type SigningParams = { decode: boolean; encapsulate: boolean; digested: boolean };
  type SignerParams = { extKeyUsageOids: string[]; iin?: string; chain?: string[] };

  export class NCALayerClient {
    constructor(url?: string, allowKmdHttpApi?: boolean);
    wsConnection: { close(): void } | null;
    /** Address of KAZTOKEN desktop, which `connect()` asks for even where its use is not allowed. */
    kmdHttpApiUrl: string;
    connect(): Promise<string>;
    basicsSignCMS(
      storages: string[] | null,
      data: string,
      signing: SigningParams,
      signer: SignerParams,
      locale?: string,
    ): Promise<unknown>;
  }
}
