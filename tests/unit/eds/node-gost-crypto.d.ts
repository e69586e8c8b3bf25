// The oracle of the Streebog and GOST tests carries no types; this is the part that they use.
declare module "node-gost-crypto" {
  type Algorithm = {
    name: string;
    version: number;
    length: number;
    namedCurve?: string;
    hash?: Algorithm;
  };
  const gost: {
    gostEngine: {
      getGostDigest(algorithm: Algorithm): { digest(data: ArrayBuffer): ArrayBuffer };
      getGostSign(algorithm: Algorithm): {
        verify(publicKey: ArrayBuffer, signature: ArrayBuffer, data: ArrayBuffer): boolean;
      };
    };
  };
  export default gost;
}
