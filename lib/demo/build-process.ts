import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

// Runs `next build` in a process group of its own, which ends with the launcher however that ends: an orphan would keep
// the next start from building.
process.once("disconnect", () => process.kill(-process.pid, "SIGKILL"));

const program = fileURLToPath(new URL("../../node_modules/next/dist/bin/next", import.meta.url));
const build = spawn(process.execPath, [program, "build"], {
  stdio: ["ignore", "inherit", "inherit"],
});
build.once("exit", (code) => process.exit(code ?? 1));
