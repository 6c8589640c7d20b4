import { courseRoot } from '../../course/root.ts';
import { readKnownMistakes } from '../../grading/node/known-mistakes.ts';
import { chaptersToProve } from '../chapters-to-prove.ts';
import { aTenthAtATime, type Evaluation, kindByKind, leaveOut, oneByOne, sum } from './evaluate.ts';

// Says how well mistakes are recognized that aren't in the record: npm run mistakes:evaluate
const known = chaptersToProve().flatMap(({ slug }) => readKnownMistakes(courseRoot, slug) ?? []);
const ways = {
  'one by one': oneByOne,
  'a tenth at a time': aTenthAtATime,
  'kind by kind': kindByKind,
};
for (const [name, groupOf] of Object.entries(ways)) {
  const all = sum(known.map((chapter) => leaveOut(chapter, groupOf)));
  console.log(`Left out ${name}: ${tell(all)}`);
  for (const wrong of groupOf === oneByOne ? all.wrong : []) console.log(`  wrong: ${wrong}`);
}

function tell({ leftOut, named, right, wrong }: Evaluation): string {
  const recognized =
    named === 0 ? '' : `${right} of ${named} recognized (${percent(right, named)}), `;
  return `${recognized}${wrong.length} of ${leftOut} wrong (${percent(wrong.length, leftOut)})`;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
