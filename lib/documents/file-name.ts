const longest = 100;

const extensions: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg",
  "image/png": "png",
};

/**
 * The name a person gave a file, fit to be shown and sent back: no folders, no control characters, none of the signs
 * that turn the direction of writing (they make `gpj.exe` out of `exe.jpg`), the extension of what it really is.
 */
export function fileNameFor(given: string, mime: string): string {
  const base = given
    .normalize("NFC")
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "")
    .replace(/[<>:"|?*;]/g, "_")
    .replace(/\.[a-z0-9]{1,8}$/i, "")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const short = [...base].slice(0, longest).join("").trim();
  return `${short === "" ? "file" : short}.${extensions[mime] ?? "bin"}`;
}

/**
 * A Content-Disposition that every browser reads right: RFC 6266 with the UTF-8 name of RFC 8187 beside a plain one
 * for those that know neither.
 */
export function contentDisposition(kind: "inline" | "attachment", fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
