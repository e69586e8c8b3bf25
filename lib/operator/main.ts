import {
  holdGrounds,
  refuseGrounds,
  removeGrounds,
  returnReasons,
} from "#lib/applications/office-grounds.ts";
import { EnvironmentError } from "#lib/platform/env.ts";

// `kezek …`, the operator's tool. Each command is loaded when it is asked for: verifying a file needs no database.

type Command = {
  /** The words that name it. */
  readonly name: string;
  readonly usage: string;
  /** @returns 0 done, 1 refused or invalid, 2 wrong usage */
  readonly run: (argv: string[]) => Promise<number>;
};

const commands: readonly Command[] = [
  {
    name: "eds verify",
    usage:
      "FILE [--content FILE] [--trust DIR] [--at INSTANT] [--purpose sign|auth] [--crl FILE] [--ocsp FILE] [--timestamp FILE] [--json]",
    run: async (argv) => (await import("./eds-verify.ts")).edsVerify(argv),
  },
  {
    name: "eds cert",
    usage: "FILE [--json]",
    run: async (argv) => (await import("./eds-verify.ts")).edsCert(argv),
  },
  {
    name: "log verify",
    usage: "RECEIPT [--key PEM] [--json]",
    run: async (argv) => (await import("./log-verify.ts")).logVerify(argv),
  },
  {
    name: "log audit",
    usage: "EXPORT [--key PEM] [--kept FILE]… [--json]",
    run: async (argv) => (await import("./log-verify.ts")).logAudit(argv),
  },
  {
    name: "log proof",
    usage: "FILE [--json]",
    run: async (argv) => (await import("./log-proof.ts")).logProof(argv),
  },
  {
    name: "log export",
    usage: "(--region SLUG | --from ADDRESS) [--out FILE] [--json]",
    run: async (argv) => (await import("./log-export.ts")).logExport(argv),
  },
  {
    name: "recovery lift",
    usage: "IIN --region SLUG --by OFFICER_IIN --ground TEXT [--settle] [--json]",
    run: async (argv) => (await import("./recovery.ts")).recoveryLift(argv),
  },
  {
    name: "recovery list",
    usage: "--region SLUG [--json]",
    run: async (argv) => (await import("./recovery.ts")).recoveryList(argv),
  },
  {
    name: "queue renew",
    usage: "--region SLUG [--queue-type CODE] [--by NAME --apply] [--json]",
    run: async (argv) => (await import("./queue-renew.ts")).queueRenew(argv),
  },
  {
    name: "import kindergartens",
    usage: "FILE [--region SLUG] [--dry-run] [--json]",
    run: async (argv) => (await import("./import-kindergartens.ts")).importKindergartensFile(argv),
  },
  {
    name: "application return",
    usage: `NUMBER --region SLUG --by OFFICER_IIN --reason CODE[,CODE] [--note TEXT] [--json]\n    CODE: ${returnReasons.join("|")}`,
    run: async (argv) => (await import("./office.ts")).officeDeed("return", argv),
  },
  {
    name: "application hold",
    usage: `NUMBER --region SLUG --by OFFICER_IIN --ground ${holdGrounds.join("|")} [--until INSTANT] [--note TEXT] [--json]`,
    run: async (argv) => (await import("./office.ts")).officeDeed("hold", argv),
  },
  {
    name: "application release",
    usage: "NUMBER --region SLUG --by OFFICER_IIN [--json]",
    run: async (argv) => (await import("./office.ts")).officeDeed("release", argv),
  },
  {
    name: "application refuse",
    usage: `NUMBER --region SLUG --by OFFICER_IIN --ground ${refuseGrounds.join("|")} [--note TEXT] [--json]`,
    run: async (argv) => (await import("./office.ts")).officeDeed("refuse", argv),
  },
  {
    name: "application remove",
    usage: `NUMBER --region SLUG --by OFFICER_IIN --ground ${removeGrounds.join("|")} [--note TEXT] [--json]`,
    run: async (argv) => (await import("./office.ts")).officeDeed("remove", argv),
  },
  {
    name: "application restore",
    usage: "NUMBER --region SLUG --by OFFICER_IIN [--json]",
    run: async (argv) => (await import("./office.ts")).officeDeed("restore", argv),
  },
  {
    name: "application move",
    usage: "NUMBER --region SLUG --by OFFICER_IIN --district KATO [--json]",
    run: async (argv) => (await import("./office.ts")).officeDeed("move", argv),
  },
  {
    name: "application keep-instant",
    usage: "NUMBER --region SLUG --by OFFICER_IIN --at INSTANT --note TEXT [--json]",
    run: async (argv) => (await import("./office.ts")).officeDeed("keep-instant", argv),
  },
  {
    name: "appeals list",
    usage: "--region SLUG [--json]",
    run: async (argv) => (await import("./office.ts")).appealsList(argv),
  },
  {
    name: "appeals answer",
    usage:
      "NUMBER --region SLUG --by OFFICER_IIN --decision SEQ --outcome upheld|refused --reasons TEXT [--json]",
    run: async (argv) => (await import("./office.ts")).appealsAnswer(argv),
  },
  {
    name: "staff grant",
    usage:
      "IIN --role ROLE --region SLUG [--name NAME] [--login EMAIL] [--kindergarten SLUG] [--invite] [--json]",
    run: async (argv) => (await import("./staff.ts")).staffGrant(argv),
  },
  {
    name: "staff revoke",
    usage: "IIN --role ROLE --region SLUG [--ground TEXT] [--json]",
    run: async (argv) => (await import("./staff.ts")).staffRevoke(argv),
  },
  {
    name: "staff list",
    usage: "[--region SLUG] [--json]",
    run: async (argv) => (await import("./staff.ts")).staffList(argv),
  },
  {
    name: "region create",
    usage: "FILE [--json]",
    run: async (argv) => (await import("./region.ts")).regionCreate(argv),
  },
  {
    name: "region policy",
    usage: "SLUG ([--queue-type CODE] [--at DATE] | --file FILE [--apply]) [--json]",
    run: async (argv) => (await import("./region.ts")).regionPolicy(argv),
  },
  {
    name: "sessions end",
    usage: "IIN --ground TEXT [--json]",
    run: async (argv) => (await import("./sessions.ts")).sessionsEnd(argv),
  },
  {
    name: "demo clock",
    usage: "[INSTANT|+DURATION|real] [--json]",
    run: async (argv) => (await import("./demo.ts")).demoCommand(["clock", ...argv]),
  },
  {
    name: "demo outbox",
    usage: "[--to PHONE|EMAIL] [--json]",
    run: async (argv) => (await import("./demo.ts")).demoCommand(["outbox", ...argv]),
  },
  {
    name: "demo answer",
    usage: "PHONE TEXT [--json]",
    run: async (argv) => (await import("./demo.ts")).demoCommand(["answer", ...argv]),
  },
  {
    name: "db migrate",
    usage: "[--json]",
    run: async (argv) => (await import("./db-migrate.ts")).dbMigrate(argv),
  },
];

function usage(of: readonly Command[]): string {
  return `Usage:\n${of.map(({ name, usage: rest }) => `  kezek ${name} ${rest}`).join("\n")}\n`;
}

/** The commands that what was typed begins to name: «log» names three, nothing and nonsense name all. */
function named(words: readonly string[]): readonly Command[] {
  const [group, deed] = words;
  const ofGroup = commands.filter(({ name }) => name.startsWith(`${group} `));
  const one = ofGroup.filter(({ name }) => name === `${group} ${deed}`);
  return one.length > 0 ? one : ofGroup.length > 0 ? ofGroup : commands;
}

/** @param argv what follows `kezek` */
async function kezek(argv: string[]): Promise<number> {
  if (argv[0] === "help" || argv.some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(usage(named(argv[0] === "help" ? argv.slice(1) : argv)));
    return 0;
  }
  const [group, deed, ...rest] = argv;
  const json = argv.includes("--json");
  const command = commands.find(({ name }) => name === `${group} ${deed}`);
  if (!command) {
    return wrongUsage(json, usage(named(argv)));
  }
  try {
    const exit = await command.run(rest);
    return exit === 2 ? wrongUsage(json) : exit;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const [code, exit] = error instanceof EnvironmentError ? ["environment", 2] : ["failed", 1];
    if (json) process.stdout.write(`${JSON.stringify({ ok: false, code, detail: words })}\n`);
    else process.stderr.write(`${words}\n`);
    return Number(exit);
  }
}

/** For people the usage on stderr, which a command may have written itself; a script reads stdout. */
function wrongUsage(json: boolean, words = ""): number {
  process.stderr.write(words);
  if (json) process.stdout.write(`${JSON.stringify({ ok: false, code: "usage" })}\n`);
  return 2;
}

// «kezek … | head» closes the door when it has read enough: that is no failure to tell about.
process.stdout.on("error", (error) => {
  if ("code" in error && error.code === "EPIPE") process.exit(process.exitCode ?? 1);
  throw error;
});

process.exitCode = await kezek(process.argv.slice(2));
