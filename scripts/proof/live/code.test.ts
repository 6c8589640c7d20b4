import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { replaceTask } from '../../course/replace.ts';
import { badgeOf, LiveBook } from './live-page.ts';

// The editor in the panel, beside `npm start`: the same files as in the learner's own editor.

const SLUG = '01-jwt-basics';
const FILE = `chapters/${SLUG}/decode-segment.ts`;

let book: LiveBook;
let starter: string;
beforeAll(async () => {
  book = await LiveBook.open([]);
  starter = book.workbook.read(FILE);
});
afterAll(() => book?.close());
afterEach(async () => {
  await book.closePages();
  book.workbook.save(FILE, starter);
});

const editorOf = (page: Page) => page.getByRole('textbox', { name: FILE });
const onDisk = (text: string | RegExp) => expect.poll(() => book.workbook.read(FILE)).toMatch(text);

/** Opens the editor, with the cursor at the end of the file. */
async function openCode(): Promise<Page> {
  const page = await book.openPage(`/chapters/${SLUG}`);
  await page.getByRole('tab', { name: 'Code' }).click();
  await editorOf(page).filter({ hasText: 'decodeSegment' }).click();
  await page.keyboard.press('Control+End');
  return page;
}

test('what is typed is on disk after a pause, and is graded', async () => {
  const page = await openCode();
  const { text } = replaceTask(book.workbook.root, SLUG, '1.1', 'solution');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
  await badgeOf(page, '1.1').filter({ hasText: '✓ all checks pass' }).waitFor();
  expect(book.workbook.read(FILE)).toBe(text);
  await page
    .locator('.code-verdict')
    .filter({ hasText: /^1\.1: .*all checks pass/ })
    .waitFor();
  // A file that is given can be read, and not written.
  await page.getByLabel('Read a given file').selectOption({ index: 1 });
  expect(await page.locator('.cm-content').getAttribute('aria-readonly')).toBe('true');
});

test('what another editor saves is shown, and can be undone', async () => {
  const page = await openCode();
  book.workbook.save(FILE, `${starter}// from elsewhere\n`);
  await editorOf(page).filter({ hasText: '// from elsewhere' }).waitFor();
  await page.keyboard.press('Control+z');
  await expect.poll(() => book.workbook.read(FILE)).toBe(starter);
});

test('what another editor saves while something is typed is never written over unseen', async () => {
  const page = await openCode();
  await page.keyboard.insertText('// mine');
  book.workbook.save(FILE, `${starter}// theirs\n`);
  const notice = page.locator('.code [role=alert]');
  await notice.filter({ hasText: 'decode-segment.ts was changed elsewhere' }).waitFor();
  await page.keyboard.insertText(' and more');
  expect(book.workbook.read(FILE)).toBe(`${starter}// theirs\n`);
  await page.getByRole('button', { name: 'Save mine, and keep a copy of the other' }).click();
  await onDisk('// mine and more');
  const kept = page.locator('.code .notice[role=status]');
  const [folder] = /\.workbook\/backups\/[^/]+/.exec((await kept.textContent()) ?? '')!;
  expect(book.workbook.read(`${folder}/${FILE}`)).toBe(`${starter}// theirs\n`);
});

test('what is typed while the server is away is written when it is back', async () => {
  const page = await openCode();
  await book.workbook.stop();
  await page.getByText("The workbook's server has stopped").waitFor();
  await page.keyboard.insertText('// typed meanwhile');
  await book.workbook.start();
  await onDisk('// typed meanwhile');
  await editorOf(page).filter({ hasText: '// typed meanwhile' }).waitFor();
});
