// Starts one of the project's programs, or says in one sentence why it cannot: Node strips TypeScript's types by itself
// since 22.18. On Linux x64 npm brings the right Node along; elsewhere it is the one that is installed.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Kezek needs Node.js 22.18 or newer and this is ${process.versions.node}: install a newer one from https://nodejs.org and try again.\n`,
  );
  process.exit(1);
}

const program = resolve(import.meta.dirname, "..", process.argv[2] ?? "");
process.argv.splice(1, 2, program);
await import(pathToFileURL(program).href);
