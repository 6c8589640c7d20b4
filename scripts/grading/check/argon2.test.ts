import { expect, test } from 'vitest';
import { hash, verify } from './argon2.ts';
import { inFlight, takeViolations } from './guards.ts';

test('what nobody waited for is over before the next check begins', async () => {
  let told = '';
  verify('no hash', 'granite').catch((error: Error) => (told = error.message));
  void hash('granite');
  await takeViolations();
  expect(inFlight.size).toBe(0);
  expect(told).toMatch(/decod/i);
});
