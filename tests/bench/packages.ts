import { linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "#lib/front/next-app.ts";

/**
 * Gives an application of the benchmark the project's packages as its own. Not by a link to their folder: it would lead
 * out of the application, which the bundler refuses; and with the project as its root the bundler would take the
 * project's instrumentation.ts too. File by file no byte is copied.
 */
export function linkPackages(application: string): void {
  linkTree(join(projectFolder, "node_modules"), join(application, "node_modules"));
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}
