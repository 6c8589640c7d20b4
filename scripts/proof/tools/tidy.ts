import { expect } from 'vitest';
import type { Ran } from '../testing/run.ts';

/** What a command did and said. */
type Told = Pick<Ran, 'code' | 'stdout' | 'stderr'>;

/** Holds a command to what every command promises, whatever it was given. */
export function expectTidy({ code, stdout, stderr }: Told, root: string, what = ''): void {
  const all = `${what}\n${stdout}\n${stderr}`;
  expect([0, 1, 2], all).toContain(code);
  for (const text of [stdout, stderr]) {
    expect(text, 'a stack').not.toMatch(/^\s*at \S/m);
    expect(text, 'what is not the learner’s').not.toMatch(/node:internal|node_modules|vitest/i);
    expect(text, 'a control character').not.toMatch(/(?![\n\t])\p{Cc}/u);
    expect(text.replaceAll(/kept in \S+/g, ''), 'a place on this machine').not.toContain(root);
  }
  if (code === 2) {
    expect(stdout, what).toBe('');
    expect(stderr, what).toMatch(/^.{10,400}: type npm run .+\n$/);
  }
  if (code === 1 && stdout === '') expect(stderr, 'why').not.toBe('');
}
