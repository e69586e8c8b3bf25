// The words of NCALayer 1.4 on the wire: what a request means, and how each answer is spelled. Pure.

export const greeting = JSON.stringify({ result: { version: "1.4" } });
export const heartbeat = "--heartbeat--";

export const modules = {
  basics: "kz.gov.pki.knca.basics",
  commonUtils: "kz.gov.pki.knca.commonUtils",
} as const;

/** The key list that the page asks to see; a field that is absent does not narrow it. */
export type KeyFilter = {
  readonly extKeyUsageOids: readonly string[];
  readonly iin?: string;
  readonly bin?: string;
  readonly serialNumber?: string;
};

export type SignRequest = {
  readonly style: "basics" | "commonUtils";
  readonly uuid: unknown;
  /** Bytes to sign, or their digest where `digested`. */
  readonly contents: readonly Uint8Array[];
  readonly attached: boolean;
  readonly digested: boolean;
  readonly outputCert: boolean;
  readonly filter: KeyFilter;
};

export type Understood =
  | { readonly kind: "reply"; readonly text: string }
  | { readonly kind: "sign"; readonly request: SignRequest }
  | { readonly kind: "key-info"; readonly uuid: unknown };

type Json = { readonly [name: string]: unknown };

/** Understands one message of the page. Whatever it is, there is an answer: a silent NCALayer hangs the package. */
export function understand(message: string): Understood {
  if (message === heartbeat) return reply(heartbeat);
  const request = parse(message);
  if (request === undefined)
    return reply(json({ success: false, code: "COMMON_JSON_WRAPPING_EXCEPTION" }));
  if (request["module"] === modules.basics) return basics(request);
  if (request["module"] === modules.commonUtils) return commonUtils(request);
  return reply(json({ success: false, errorCode: "MODULE_NOT_FOUND" }));
}

/** The answer with signatures: each a PEM «CMS» in basics, bare base64 in commonUtils. */
export function signedReply(
  request: SignRequest,
  signatures: readonly Uint8Array[],
  certificatePem: string,
): string {
  if (request.style === "commonUtils") {
    return common(request.uuid, { responseObject: base64(signatures[0] ?? new Uint8Array()) });
  }
  const pems = signatures.map((der) => pem("CMS", der));
  const result = request.outputCert ? { signatures: pems, certificate: certificatePem } : pems;
  return json({ status: true, body: { result } });
}

/** The answer when the person closes the window. */
export function cancelledReply(request: Pick<SignRequest, "style" | "uuid">): string {
  return request.style === "basics"
    ? json({ status: true, body: {} })
    : failedCommon(request.uuid, "action.canceled");
}

/** The answer when NCALayer itself fails; `code` is of basics, commonUtils knows only 500. */
export function failedReply(
  request: Pick<SignRequest, "style" | "uuid">,
  code: string,
  message: string,
): string {
  return request.style === "basics"
    ? json({ status: false, code, message, details: "" })
    : failedCommon(request.uuid, message);
}

/** The answer of `getKeyInfo`. */
export function keyInfoReply(uuid: unknown, info: Json): string {
  return common(uuid, { responseObject: info });
}

/** Whether a key would be in the list. Several OIDs are joined by «and». */
export function suits(
  filter: KeyFilter,
  key: {
    readonly iin: string | null;
    readonly bin: string | null;
    readonly oids: readonly string[];
    readonly serial: string;
  },
): boolean {
  return (
    filter.extKeyUsageOids.every((oid) => key.oids.includes(oid)) &&
    (filter.iin === undefined || filter.iin === key.iin) &&
    (filter.bin === undefined || filter.bin === key.bin) &&
    (filter.serialNumber === undefined ||
      filter.serialNumber.toLowerCase() === key.serial.toLowerCase())
  );
}

export function pem(label: string, der: Uint8Array): string {
  const lines = base64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

function basics(request: Json): Understood {
  const bad = (code: string, message: string) =>
    reply(failedReply({ style: "basics", uuid: undefined }, code, message));
  if (request["method"] !== "sign") return bad("INVOCATION_ERROR", "No such method");
  const args = objectOf(request["args"]);
  if (args["format"] !== undefined && args["format"] !== "cms") {
    return bad("INVALID_SIGNING_PARAMS", "The emulator makes CMS only");
  }
  const signing = objectOf(args["signingParams"]);
  const signer = objectOf(args["signerParams"]);
  const digested = signing["digested"] === true;
  const items = typeof args["data"] === "string" ? [args["data"]] : args["data"];
  if (
    !Array.isArray(items) ||
    items.length === 0 ||
    !items.every((item) => typeof item === "string")
  ) {
    return bad("INVALID_SIGNING_PARAMS", "data is required");
  }
  const contents: Uint8Array[] = [];
  for (const item of items) {
    const content =
      signing["decode"] === true || digested ? fromBase64(item) : new TextEncoder().encode(item);
    if (content === undefined) return bad("SIGNING_FAILURE", "Illegal base64 character");
    contents.push(content);
  }
  return {
    kind: "sign",
    request: {
      style: "basics",
      uuid: undefined,
      contents,
      attached: signing["encapsulate"] === true,
      digested,
      outputCert: signing["outputCert"] === true,
      filter: {
        extKeyUsageOids: stringsOf(signer["extKeyUsageOids"]),
        ...textField(signer, "iin"),
        ...textField(signer, "bin"),
        ...textField(signer, "serialNumber"),
      },
    },
  };
}

const keyTypeOids: Record<string, string> = {
  AUTHENTICATION: "1.3.6.1.5.5.7.3.2",
  SIGNATURE: "1.3.6.1.5.5.7.3.4",
};

function commonUtils(request: Json): Understood {
  const { uuid, method } = request;
  const args: readonly unknown[] = Array.isArray(request["args"]) ? request["args"] : [];
  if (method === "getActiveTokens") return reply(common(uuid, { responseObject: [] }));
  if (method === "changeLocale") return reply(common(uuid, {}));
  if (method === "getKeyInfo") return { kind: "key-info", uuid };
  const hash = method === "createCAdESFromBase64Hash";
  if (method !== "createCAdESFromBase64" && method !== "createCMSSignatureFromBase64" && !hash) {
    return reply(failedCommon(uuid, `java.lang.NoSuchMethodException: ${String(method)}`));
  }
  const [, keyType, data, attached] = args;
  const content = typeof data === "string" ? fromBase64(data) : undefined;
  if (content === undefined) {
    const words = `java.lang.IllegalArgumentException: argument type mismatch. Method: ${method}`;
    return reply(failedCommon(uuid, words));
  }
  const oid = typeof keyType === "string" ? keyTypeOids[keyType] : undefined;
  return {
    kind: "sign",
    request: {
      style: "commonUtils",
      uuid,
      contents: [content],
      attached: attached === true && !hash,
      digested: hash,
      outputCert: false,
      filter: { extKeyUsageOids: oid ? [oid] : [] },
    },
  };
}

function parse(message: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(message);
    return value !== null && typeof value === "object" && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}

function common(uuid: unknown, answer: Json): string {
  return json({ ...answer, code: "200", ...(uuid === undefined ? {} : { uuid }) });
}

function failedCommon(uuid: unknown, message: string): string {
  return json({ code: "500", message, ...(uuid === undefined ? {} : { uuid }) });
}

function reply(text: string): Understood {
  return { kind: "reply", text };
}

function json(value: Json): string {
  return JSON.stringify(value);
}

function objectOf(value: unknown): Json {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? { ...value } : {};
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function textField<K extends "iin" | "bin" | "serialNumber">(
  from: Json,
  name: K,
): Partial<Record<K, string>> {
  const value = from[name];
  const made: Partial<Record<K, string>> = {};
  if (typeof value === "string" && value !== "") made[name] = value;
  return made;
}

function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replaceAll(/\s/g, "");
  return /^[A-Za-z0-9+/]*={0,2}$/.test(bare) && bare.length % 4 === 0
    ? Buffer.from(bare, "base64")
    : undefined;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
