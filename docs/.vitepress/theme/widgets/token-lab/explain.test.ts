import { describe, expect, test } from 'vitest';
import { explainClaims, explainHeader } from './explain.ts';
import { linkTo } from './section.ts';
import { dateOf, lengthOf, relativeTo } from './times.ts';

const NOW = Date.UTC(2026, 5, 15, 8);

const claim = (json: string) => explainClaims(JSON.parse(json), [], NOW)[0];
const parameter = (json: string) => explainHeader(JSON.parse(json), [], NOW)[0];

describe('a claim', () => {
  test('is explained with its section', () => {
    expect(claim('{"iss":"https://cairn.example"}')).toMatchObject({
      value: '"https://cairn.example"',
      section: '7519 §4.1.1',
    });
  });

  test('that is a time is a date, and how far off', () => {
    expect(claim(`{"exp":${NOW / 1000 + 3540}}`)).toMatchObject({
      value: '2026-06-15T08:59:00Z',
      relative: 'in 59 min 00 s',
      warning: undefined,
    });
  });

  test.each([
    ['in milliseconds', `{"exp":${NOW}}`, /the year 58,\d+/],
    ['a text', '{"exp":"tomorrow"}', /finite number/],
    ['1e400', '{"exp":1e400}', /finite number/],
    ['null', '{"nbf":null}', /finite number/],
  ])('that is a time, and %s, is warned of', (_what, json, warning) => {
    expect(claim(json)?.warning).toMatch(warning);
  });

  test.each(['__proto__', 'constructor', 'toString', 'padlock'])('may be called %s', (name) => {
    expect(claim(`{"${name}":1}`)).toMatchObject({ name, value: '1', section: undefined });
  });

  test('that stands twice is warned of', () => {
    const [sub] = explainClaims({ sub: 'p-ines' }, ['sub'], NOW);
    expect(sub?.warning).toContain('twice');
  });

  test('of any length has a short value', () => {
    expect(claim(JSON.stringify({ a: 'x'.repeat(5000) }))?.value.length).toBeLessThan(70);
  });
});

describe('a header parameter', () => {
  test.each([
    ['{"alg":"none"}', /anyone/],
    ['{"alg":"nOnE"}', /anyone/],
    ['{"jwk":{}}', /Never take the key/],
    ['{"jku":"https://evil.example"}', /Never take the key/],
    ['{"x5u":"https://evil.example"}', /Never take the key/],
  ])('%s is warned of', (json, warning) => {
    expect(parameter(json)?.warning).toMatch(warning);
  });

  test.each(['alg', 'typ', 'kid', 'crit', 'jwk', 'jku', 'x5u', 'x5c', 'cty'])(
    '%s has its section of RFC 7515',
    (name) => {
      expect(parameter(`{"${name}":"x"}`)?.section).toMatch(/^7515 §4\.1\.\d+$/);
    },
  );
});

test('a section links to the RFC', () => {
  expect(linkTo('7519 §4.1.4')).toBe('https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4');
});

describe('times', () => {
  test.each([
    [0, '1970-01-01T00:00:00Z'],
    [1_781_510_400.5, '2026-06-15T08:00:00.500Z'],
    [253_402_300_799, '9999-12-31T23:59:59Z'],
    [253_402_300_800, undefined],
    [-62_167_219_200, '0000-01-01T00:00:00Z'],
    [-62_167_219_201, undefined],
    [1e300, undefined],
  ])('%d s is %s', (seconds, date) => {
    expect(dateOf(seconds)).toBe(date);
  });

  test.each([
    [1, 'in 1 s'],
    [0, '0 s ago'],
    [-1, '0 s ago'],
    [-1000, '1 s ago'],
    [59_001, 'in 1 min 00 s'],
    [3_600_000, 'in 1 h 00 min'],
    [-90_061_000, '25 h 01 min ago'],
    [10 * 86_400_000, 'in 10 days'],
  ])('%d ms from now is %s', (milliseconds, words) => {
    expect(relativeTo(NOW, NOW + milliseconds)).toBe(words);
  });

  test('a long time is told in years', () => {
    expect(lengthOf(1.8e12)).toBe('57,038 years');
  });
});
