import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { courseRoot } from '../../course/root.ts';
import { makeScratch, type Scratch } from '../../course/scratch.ts';
import { freePort } from '../../lib/free-port.ts';
import { runWithin, startWithin } from '../testing/run.ts';

let course: Scratch;
beforeEach(() => {
  course = makeScratch(courseRoot, { docs: true });
});
afterEach(() => course.remove());

test.runIf(process.platform !== 'win32')('npm start says that the disk is full', async () => {
  // No file may get longer: every write to one fails, as on a full disk.
  const { code, output } = await runWithin(course.root, 'ulimit -f 0; exec "$@"', 'start');
  expect(output).toMatch(/^The disk is full, .+: free some space, then try again\.\n$/);
  expect(code).toBe(1);
});

test.runIf(existsSync('/dev/full'))(
  'npm start goes on when there is no room for what it prints',
  async () => {
    const port = await freePort();
    const line = 'exec "$@" >/dev/full';
    const started = startWithin(course.root, line, 'start', '--port', String(port));
    try {
      await started.printed(/^What npm start prints can't be written \(ENOSPC\): .+\n$/);
      const page = await fetch(`http://127.0.0.1:${port}/chapters/01-jwt-basics`);
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<!DOCTYPE html>');
      expect(started.child.exitCode).toBeNull();
    } finally {
      await started.end();
    }
  },
);
