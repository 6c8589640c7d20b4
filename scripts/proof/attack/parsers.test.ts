import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Request } from 'express';
import { decodeSegment } from '../../../solutions/01-jwt-basics/decode-segment.ts';
import { decodeToken } from '../../../solutions/01-jwt-basics/decode-token.ts';
import { MalformedToken } from '../../../solutions/01-jwt-basics/malformed-token.ts';
import { readTimes } from '../../../solutions/01-jwt-basics/read-times.ts';
import { readBasicCredentials } from '../../../solutions/02-signing/read-basic.ts';
import { AuthenticationError } from '../../../solutions/03-authenticator/authentication-error.ts';
import { readBearerToken } from '../../../solutions/04-header/read-bearer.ts';
import { html } from '../../../solutions/06-two-firewalls/html.ts';
import { basic, encodePart } from '../../grading/check/kit.ts';
import { attempt } from './attempt.ts';

// The same runs each time: a test that fails on some days is worse than none.
fc.configureGlobal({ seed: 20_260_615, numRuns: 300 });

const base64url = fc.string({
  unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'),
});
const nearly = fc.oneof(
  base64url,
  fc.string(),
  fc.string({ unit: fc.constantFrom(...'AQgw-_+/= \n.') }),
);
const jsonObject = fc.dictionary(fc.string(), fc.jsonValue());
/** As JSON has it: without undefined, and with one zero. */
const asJson = (value: unknown) => JSON.stringify(JSON.parse(JSON.stringify(value)));

describe('decodeSegment', () => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const segment = Buffer.from(bytes).toString('base64url');
        expect([...decodeSegment(segment, 'payload')]).toEqual([...bytes]);
      }),
    );
  });

  test('takes one spelling for each bytes, and says MalformedToken to all others', () => {
    fc.assert(
      fc.property(nearly, (segment) => {
        const { value } = attempt(MalformedToken, () => decodeSegment(segment, 'header'));
        if (value) expect(Buffer.from(value).toString('base64url')).toBe(segment);
        else expect(Buffer.from(segment, 'base64url').toString('base64url')).not.toBe(segment);
      }),
    );
  });
});

describe('decodeToken', () => {
  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(jsonObject, jsonObject, fc.uint8Array(), (header, claims, signature) => {
        const token = [
          encodePart(JSON.stringify(header)),
          encodePart(JSON.stringify(claims)),
          encodePart(signature),
        ].join('.');
        const decoded = decodeToken(token);
        expect(JSON.stringify(decoded.header)).toBe(asJson(header));
        expect(JSON.stringify(decoded.claims)).toBe(asJson(claims));
        expect([...decoded.signature]).toEqual([...signature]);
      }),
    );
  });

  test('says MalformedToken, and nothing else, to what is no token', () => {
    const part = fc.oneof(
      nearly,
      fc.jsonValue().map((value) => encodePart(JSON.stringify(value))),
    );
    const token = fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.oneof(token, fc.string()), (text) => {
        const { value } = attempt(MalformedToken, () => decodeToken(text));
        if (!value) return;
        for (const object of [value.header, value.claims]) {
          expect(Object.prototype.toString.call(object)).toBe('[object Object]');
        }
      }),
    );
  });
});

describe('readTimes', () => {
  const time = fc.oneof(fc.double(), fc.integer(), fc.jsonValue(), fc.constant(undefined));
  const claims = fc.record({ iat: time, nbf: time, exp: time });

  test('gives dates that are dates, and says MalformedToken to the rest', () => {
    fc.assert(
      fc.property(claims, fc.integer({ min: 0 }), (given, now) => {
        const { value } = attempt(MalformedToken, () => readTimes(given, now));
        const finite = Object.values(given).every(
          (each) => each === undefined || (typeof each === 'number' && Number.isFinite(each)),
        );
        expect(value !== undefined).toBe(finite);
        if (!value) return;
        for (const date of [value.issuedAt, value.expiresAt]) {
          if (date !== null) expect(new Date(date).toISOString()).toBe(date);
        }
        const { exp } = given;
        expect(value.expired).toBe(exp === undefined ? null : now >= Number(exp) * 1000);
      }),
    );
  });
});

describe('readBasicCredentials', () => {
  // Not only ASCII, and no control characters; a handle has no colon.
  const text = fc.string({ unit: 'binary' }).filter((each) => !/\p{Cc}|\p{Cs}/u.test(each));

  test('gives back what was sent, colons and all', () => {
    fc.assert(
      fc.property(text, text, (before, password) => {
        const handle = before.replaceAll(':', '');
        expect(readBasicCredentials([basic(handle, password)])).toEqual({ handle, password });
      }),
    );
  });

  test('never throws, and takes one line', () => {
    const value = fc.oneof(
      fc.string(),
      fc.string().map((each) => `Basic ${each}`),
      fc.base64String().map((each) => `basic  ${each}`),
    );
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (lines) => {
        const credentials = readBasicCredentials(lines);
        if (lines.length !== 1) expect(credentials).toBeUndefined();
        if (!credentials) return;
        expect(credentials.handle).not.toContain(':');
        expect(credentials.handle + credentials.password).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

describe('readBearerToken', () => {
  const token = fc.string({ unit: fc.constantFrom(...'aZ09-._~+/='), minLength: 1 });
  const line = fc.oneof(
    fc.string(),
    token.map((each) => `Bearer ${each}`),
    fc
      .tuple(
        fc.constantFrom('bearer', 'BEARER', 'Bearer', 'Basic', 'B e'),
        fc.constantFrom(' ', '  ', '\t', ''),
        fc.string(),
      )
      .map((each) => each.join('')),
  );
  const read = (lines: string[]) =>
    readBearerToken({ headersDistinct: lines.length ? { authorization: lines } : {} } as Request);

  test('gives the one token of the one line, or none, or says that the header is malformed', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 3 }), (lines) => {
        const { value, error } = attempt(AuthenticationError, () => read(lines));
        if (error) {
          expect(error.code).toBe('malformed-authorization');
          expect(lines.length).toBeGreaterThan(0);
        }
        if (value === undefined) return;
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(/^bearer +[A-Za-z0-9\-._~+/]+=*$/i);
        expect(lines[0]!.endsWith(` ${value}`)).toBe(true);
      }),
    );
  });
});

describe('html', () => {
  test('whatever text is put in comes out as that text, and as nothing else', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(...'<>&"\'/=`;#'), fc.constantFrom('&lt;', '&#39;', 'script')),
    });
    const unescape: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (given) => {
        const { markup } = html`<p title="${given}">${given}</p>`;
        const [, inAttribute = '', inText = ''] =
          /^<p title="([^"]*)">([^<]*)<\/p>$/s.exec(markup) ?? [];
        for (const escaped of [inAttribute, inText]) {
          expect(escaped).not.toMatch(/[<>"']/);
          expect(escaped.replace(/&(\w+|#39);/g, (_, name: string) => unescape[name]!)).toBe(given);
        }
      }),
    );
  });
});
