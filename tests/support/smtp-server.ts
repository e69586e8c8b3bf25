import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type MailServer = {
  readonly port: number;
  /** The letters it took, byte for byte, with the recipient of the envelope. */
  readonly taken: Array<{ readonly to: string; readonly from: string; readonly raw: string }>;
  /** User and password of who signed in. */
  readonly logins: Array<readonly [string, string]>;
  /** `no-such-box` refuses the recipient for good, `busy` for now, `hanging-up` goes after it has the letter. */
  mood: "honest" | "no-such-box" | "busy" | "full" | "hanging-up";
  /** Called with every letter when it is taken, and before the server says so. */
  before: (to: string) => void | Promise<void>;
  url(options?: string): string;
  stop(): Promise<void>;
};

/** A mail server on loopback. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const refusal = (responseCode: number, text: string) =>
    Object.assign(new Error(text), { responseCode });
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, done) => {
      fake.logins.push([username ?? "", password ?? ""]);
      done(null, { user: username });
    },
    onRcptTo: (_address, _session, done) => {
      if (fake.mood === "no-such-box") return done(refusal(550, "no such box"));
      if (fake.mood === "busy") return done(refusal(451, "try again later"));
      done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        if (fake.mood === "full") return done(refusal(552, "over quota"));
        const { mailFrom, rcptTo } = session.envelope;
        fake.taken.push({
          to: rcptTo.map(({ address }) => address).join(","),
          from: mailFrom === false ? "" : mailFrom.address,
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        await fake.before(fake.taken.at(-1)?.to ?? "");
        if (fake.mood === "hanging-up") for (const each of server.connections) each.close();
        else done();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const own = (server.server.address() as AddressInfo).port;
  const fake: MailServer = {
    port: own,
    taken: [],
    logins: [],
    mood: "honest",
    before: () => undefined,
    url: (options = "from=kezek%40example.kz") =>
      `smtp://portal:s%23cret@127.0.0.1:${own}?${options}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return fake;
}

/** The body of a letter as its reader sees it. */
export function letterText(raw: string): string {
  const [head = "", ...rest] = raw.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  const encoding = header(raw, "content-transfer-encoding");
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable" || head === "") return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n").trimEnd();
}

/** A header of a letter, unfolded, its encoded words (RFC 2047) read; empty when there is none. */
export function header(raw: string, name: string): string {
  const head = (raw.split("\r\n\r\n", 1)[0] ?? "").replace(/\r\n[ \t]+/g, " ");
  const line = head.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name}:`)) ?? "";
  return line
    .slice(name.length + 1)
    .trim()
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?(b|q)\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === "b"
        ? `<${text}>`
        : `<${Buffer.from(
            text
              .replaceAll("_", " ")
              .replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            "latin1",
          ).toString("base64")}>`,
    )
    .replace(/(?:<[\w+/=]+>)+/g, (words) =>
      Buffer.concat(
        words
          .slice(1, -1)
          .split("><")
          .map((word) => Buffer.from(word, "base64")),
      ).toString("utf8"),
    );
}
