import type { ChapterGrade, CheckGrade } from '../outcome.ts';
import type { Score } from './score.ts';

/** The score as JUnit XML: a suite a chapter, a case a check. For a CI that shows such. */
export function toJunit({ chapters }: Score): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="cairn">
${chapters.map(suite).join('\n')}
</testsuites>
`;
}

function suite(chapter: ChapterGrade): string {
  const { slug, checks, status, message, durationMs } = chapter;
  const failures = checks.filter(({ passed }) => !passed).length;
  // A chapter can fail though every check that ran passed: that must show.
  const whole = status === 'passed' ? '' : wholeCase(chapter);
  const all = checks.length + (whole ? 1 : 0);
  return `  <testsuite name="${escape(slug)}" tests="${all}" failures="${failures}" errors="${whole ? 1 : 0}" time="${durationMs / 1000}">
${[...checks.map((check) => testCase(slug, check)), ...(whole ? [whole] : [])].join('\n')}
  </testsuite>`;

  function wholeCase({ status }: ChapterGrade): string {
    if (failures > 0 && message === undefined) return '';
    return `    <testcase classname="${escape(slug)}" name="the chapter as a whole">
      <error message="${escape(status)}">${escape(message ?? status)}</error>
    </testcase>`;
  }
}

function testCase(slug: string, { id, title, passed, message = '' }: CheckGrade): string {
  const name = `${id} ${title}`;
  const open = `    <testcase classname="${escape(slug)}" name="${escape(name)}"`;
  if (passed) return `${open}/>`;
  const head = message.split('\n')[0] ?? '';
  return `${open}>
      <failure message="${escape(head)}">${escape(message)}</failure>
    </testcase>`;
}

/** XML 1.0 has no place for most control characters, not even escaped. */
function escape(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
  );
}
