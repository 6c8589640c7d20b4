import { describe, expect, test } from 'vitest';
import { encodePart, signToken } from '../../../../../scripts/grading/check/kit.ts';
import { firstFault, type PartName, PARTS, readToken } from './read-token.ts';
import { CHAT_TOKEN, MAIL_TOKEN } from './samples.ts';
import { tamper } from './tamper.ts';

const tokens = { good: signToken(), mail: MAIL_TOKEN, chat: CHAT_TOKEN };

describe.each(Object.entries(tokens))('tampering with the %s token', (_name, token) => {
  test.each([...PARTS])('changes one character of the %s', (part) => {
    for (let round = 0; round < 40; round += 1) {
      const change = tamper(token, part, round)!;
      const index = PARTS.indexOf(part);
      const before = token.split('.');
      const after = change.token.split('.');
      expect(after.with(index, '')).toEqual(before.with(index, ''));
      expect(differences(before[index]!, after[index]!)).toEqual([change.place - 1]);
      expect(before[index]![change.place - 1]).toBe(change.from);
      expect(after[index]![change.place - 1]).toBe(change.to);
    }
  });

  test.each([...PARTS])('leaves a token that comes apart, the %s changed', (part) => {
    for (let round = 0; round < 40; round += 1) {
      const change = tamper(token, part, round)!;
      const reading = readToken(change.token);
      expect(firstFault(reading)).toBeUndefined();
      expect(reading.header.value?.['alg']).toBe(readToken(token).header.value?.['alg']);
    }
  });
});

describe('tamper', () => {
  test('begins with the subject, as a forger would', () => {
    expect(tamper(tokens.good, 'payload', 0)?.says).toMatch(/^sub is now "p-/);
  });

  test('changes something else in the next round', () => {
    const places = [0, 1, 2, 3].map((round) => tamper(tokens.good, 'payload', round)?.place);
    expect(new Set(places).size).toBe(4);
  });

  test.each<[string, string, PartName]>([
    ['an empty part', `${encodePart('{}')}.${encodePart('{}')}.`, 'signature'],
    ['an object with nothing in it', `${encodePart('{}')}.${encodePart('{}')}.`, 'payload'],
    ['what is no token', 'a.b', 'header'],
    ['nothing', '', 'header'],
  ])('finds nothing to change in %s', (_what, token, part) => {
    expect(tamper(token, part, 0)).toBeUndefined();
  });

  test('changes a part that said nothing anyway', () => {
    expect(tamper('oops.oops.', 'payload', 0)?.says).toBeUndefined();
  });
});

function differences(before: string, after: string): number[] {
  return [...before].flatMap((character, index) => (after[index] === character ? [] : [index]));
}
