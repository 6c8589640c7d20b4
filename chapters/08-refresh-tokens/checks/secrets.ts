import { expect } from '#check';
import { asText } from '../../06-two-firewalls/checks/worlds.ts';
import { open, printedBy, sha256, type Tokens } from './worlds.ts';

/** Does some work with an app, and expects that none of the tokens it gets is printed or logged. */
export async function expectKeptOutOfLogs(
  work: (app: Awaited<ReturnType<typeof open>>) => Promise<Tokens[]>,
): Promise<void> {
  const app = await open();
  let tokens: Tokens[] = [];
  const printed = await printedBy(async () => {
    tokens = await work(app);
  });
  const secrets = tokens.flatMap(({ access_token, refresh_token }) => [
    ['a refresh token', refresh_token],
    ['the hash of a refresh token', sha256(refresh_token)],
    [
      'the hash of a refresh token',
      Buffer.from(sha256(refresh_token), 'base64url').toString('hex'),
    ],
    ['an access token', access_token.split('.')[2] ?? ''],
  ]);
  const logged = app.world.logged.map((error) => asText(error)).join('\n');
  for (const [where, text] of [
    ['printed', printed],
    ['logged', logged],
  ] as const) {
    const found = secrets.filter(([, secret = '']) => showsPartOf(secret, text));
    const kinds = new Set(found.map(([what]) => what));
    expect([...kinds], `the secrets that were ${where}, at least in part`).toEqual([]);
  }
}

/** Whether a text contains 16 characters or more of a secret, in a row. */
function showsPartOf(secret: string, text: string): boolean {
  const starts = Array.from({ length: Math.max(1, secret.length - 15) }, (_, start) => start);
  return starts.some((start) => text.includes(secret.slice(start, start + 16)));
}
