import { afterAll, beforeAll, expect, test } from 'vitest';
import { LiveBook, says } from './live-page.ts';

const SEGMENT = 'chapters/01-jwt-basics/decode-segment.ts';

let book: LiveBook;
// Every name that the commands don't refuse works. Windows takes no quotation marks in one.
const ODD = `it's [x] {a,b} (2) ä & $x;+~!${process.platform === 'win32' ? '' : '"'} `;
beforeAll(async () => {
  book = await LiveBook.open([1], ODD);
});
afterAll(() => book?.close());

test('in a folder of an odd name, the page is alive', async () => {
  expect(book.workbook.root).toContain(ODD);
  const page = await book.openPage('/chapters/01-jwt-basics');
  const right = book.workbook.read(SEGMENT);
  book.workbook.save(SEGMENT, "export const decodeSegment = () => 'no';\n");
  await says(page, /points: (?!passed)/);
  book.workbook.save(SEGMENT, right);
  await says(page, /^100 of 100/);
});
