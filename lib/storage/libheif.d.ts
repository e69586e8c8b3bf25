// What of libheif's build the portal uses; the package describes its inner side only.
declare module "libheif-js/wasm-bundle.js" {
  type Pixels = {
    readonly data: Uint8ClampedArray;
    readonly width: number;
    readonly height: number;
  };
  export type HeifImage = {
    get_width(): number;
    get_height(): number;
    is_primary(): boolean;
    /** Calls back with null when the picture cannot be decoded. */
    display(into: Pixels, done: (pixels: Pixels | null) => void): void;
  };
  const libheif: {
    readonly HeifDecoder: new () => {
      /** Reads the headers of all pictures; none when the file is broken. */
      decode(bytes: Uint8Array): HeifImage[];
    };
  };
  export default libheif;
}
