import { createTransport } from "nodemailer";
import { env } from "#lib/platform/env.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { Accepted, Envelope, OutgoingMessage, Refusal, Transport } from "./outgoing.ts";

/**
 * E-mail by the deployment's own mail server: `smtps://user:password@host`, or `smtp://` with STARTTLS, which is
 * demanded unless the server stands on this machine. @throws Error that says what is wrong
 */
export function smtpTransport(address: string): Transport {
  const url = new URL(address);
  const own = new URL(env().NEXTAUTH_URL).hostname;
  const from = url.searchParams.get("from") ?? `kezek@${own}`;
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(from)) throw new Error("has a from that is no address");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  const mailer = createTransport({
    host,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    requireTLS: !secure && !isLoopback(host),
    ignoreTLS: !secure && isLoopback(host),
    name: own,
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    pool: true,
    maxConnections: 3,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
    // A letter of ours is text: no template of it may read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const send = async (
    message: OutgoingMessage,
    { id }: Envelope,
  ): Promise<Result<Accepted, Refusal, string>> => {
    if (message.channel !== "email") throw new Error("the mail server sends no SMS");
    const messageId = `<${id}@${own}>`;
    try {
      await mailer.sendMail({
        from: { name: "Kezek", address: from },
        to: { name: "", address: message.to },
        subject: message.subject,
        text: message.text,
        messageId,
        // RFC 3834: no machine answers a machine.
        headers: { "Auto-Submitted": "auto-generated" },
      });
      return ok({ transportId: messageId });
    } catch (error) {
      return refusal(error);
    }
  };
  return {
    name: "smtp",
    knowsRepetitions: false,
    send,
    close: () => Promise.resolve(mailer.close()),
  };
}

function refusal(error: unknown): Result<never, Refusal, string> {
  const code = field(error, "code");
  const answer = Number(field(error, "responseCode"));
  if (answer >= 400) {
    // Only the answer about the recipient says that there is none; the rest is between the two servers.
    const final = answer >= 500 && field(error, "command") === "RCPT TO";
    return fail(final ? "rejected" : "later", `smtp-${answer}`);
  }
  return fail(beforeAnyLetter(error) ? "later" : "unknown", code.toLowerCase() || "smtp");
}

// The library does not say how far it came: a connection that was never there took no letter, of any other one nobody
// knows.
function beforeAnyLetter(error: unknown): boolean {
  return (
    ["connect", "getaddrinfo"].includes(field(error, "syscall")) ||
    ["EDNS", "ETLS", "EAUTH", "ENOAUTH"].includes(field(error, "code")) ||
    /^(Connection timeout|Greeting never received)/.test(field(error, "message"))
  );
}

function field(error: unknown, name: string): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
