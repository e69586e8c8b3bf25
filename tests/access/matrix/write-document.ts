import { writeFileSync } from "node:fs";
import { accessDocument, documentPath } from "./document.ts";

writeFileSync(documentPath, accessDocument());
process.stdout.write(`${documentPath} is written\n`);
