import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { courseRoot } from '../../course/root.ts';
import { recordings } from './recordings.ts';

// Writes what the finished APIs answer to where the pages' widgets read it:
//   node --import ./scripts/lib/typescript.mjs scripts/proof/answers/record.ts
for (const { file, record } of recordings) {
  writeFileSync(join(courseRoot, file), await record());
  console.log(`Wrote ${file}.`);
}
