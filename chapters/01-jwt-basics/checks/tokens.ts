import { encodePart, expect, goodClaims, goodHeader, lesson } from '#check';
import { outcome, REFUSED, refusal } from './outcome.ts';

const file = lesson(
  '01-jwt-basics/decode-token.ts',
  () => import('#course/01-jwt-basics/decode-token.ts'),
);

/** The example in RFC 7519 §3.1. */
export const RFC_TOKEN = [
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9',
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
].join('.');

type Content = Record<string, unknown> | string | Uint8Array;

/** A token with these parts, well-formed or not. */
export function tokenOf(header: Content, payload: Content, signature: Content = 'signed'): string {
  return [header, payload, signature].map(encodePart).join('.');
}

/** The same mistake in the header, and in the payload. */
export function inEither(mistake: string, content: Content): Record<string, string> {
  return {
    [`a token whose header is ${mistake}`]: tokenOf(content, goodClaims()),
    [`a token whose payload is ${mistake}`]: tokenOf(goodHeader(), content),
  };
}

/** What the learner's decodeToken returns for a string that is a token. */
export async function decoded(token: string, what: string) {
  const { decodeToken } = await file();
  expect(await outcome(() => decodeToken(token), describe), `decodeToken(${what})`).toBe('decoded');
  return decodeToken(token);
}

/** Each of these strings has to be refused. */
export async function expectRefused(wrong: Record<string, string>): Promise<void> {
  const { decodeToken } = await file();
  for (const [what, token] of Object.entries(wrong)) {
    const result = await refusal(
      () => decodeToken(token),
      () => 'accepts it',
    );
    expect(result, `decodeToken(${what})`).toBe(REFUSED);
  }
}

function describe(value: unknown): string {
  const { header, claims } = Object(value) as Record<string, unknown>;
  for (const [name, part] of Object.entries({ header, claims })) {
    if (typeof part !== 'object' || part === null) return `returns ${String(part)} as ${name}`;
  }
  return 'decoded';
}
