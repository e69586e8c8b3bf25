import { startEmbedded } from "#db/embedded.ts";

// A process of its own that starts the database on a folder, for the tests that kill it.
const database = await startEmbedded({ folder: process.argv[2] ?? "" });
process.stdout.write(`${database.url}\n`);
process.once("SIGTERM", () => void database.stop().then(() => process.exit(0)));
setInterval(() => undefined, 1_000);
