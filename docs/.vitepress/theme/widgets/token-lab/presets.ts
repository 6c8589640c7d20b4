import {
  ALGORITHM,
  AUDIENCE,
  CLIENT_ID,
  ISSUER,
  LIFETIME,
  TOKEN_TYPE,
} from '../../../../../solutions/02-signing/token-profile.ts';
import { encodeText } from './base64url.ts';
import { type KeyPair, makeKeyPair, sealWithSecret, signWithRsa } from './keys.ts';
import { CHAT_TOKEN, MAIL_TOKEN } from './samples.ts';

/** Which piece of the lab a page shows. */
export type LabPart = 'read' | 'sign' | 'verify' | 'all';

/** A token to start from. */
export interface Preset {
  id: string;
  label: string;
  /** What to look at, or to try. */
  note: string;
  /** On which pages it is offered. */
  parts: readonly LabPart[];
  /** Whether it is checked with a secret, rather than with a public key. */
  secret?: boolean;
  make: (keys: KeyPair, now: number) => string | Promise<string>;
}

const EVERYWHERE: readonly LabPart[] = ['read', 'sign', 'verify', 'all'];
const POLICY: readonly LabPart[] = ['verify', 'all'];

/** The tokens to start from; the first of a part is the one it opens with. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'mail',
    label: 'The padlock in the mail',
    note: 'The pass that Inês found. Read what it says, then change a letter.',
    parts: ['read'],
    secret: true,
    make: () => MAIL_TOKEN,
  },
  {
    id: 'good',
    label: 'A good token',
    note: 'What our API issues to Mira. It is good for an hour.',
    parts: EVERYWHERE,
    make: (keys, now) => signed(keys, goodHeader(keys), goodClaims(now)),
  },
  {
    id: 'expired',
    label: 'Expired',
    note: 'Ours, and it expired a minute ago. Move the clock back, and it is good again.',
    parts: ['read', 'verify', 'all'],
    make: (keys, now) => signed(keys, goodHeader(keys), goodClaims(now - 3600_000)),
  },
  {
    id: 'none',
    label: 'Unsigned (alg none)',
    note: 'Its header says that nobody signed it, and a lenient verifier accepts that. Allow none, and see.',
    parts: EVERYWHERE,
    make: (_keys, now) => {
      const claims = { ...goodClaims(now), sub: 'p-ines' };
      return `${pack({ alg: 'none', typ: TOKEN_TYPE })}.${pack(claims)}.`;
    },
  },
  {
    id: 'confusion',
    label: 'HS256, signed with the public key',
    note: 'A forger used the text of the public key as an HMAC secret. Allow HS256 beside RS256, and anyone can be Inês.',
    parts: POLICY,
    make: async (keys, now) => {
      const claims = { ...goodClaims(now), sub: 'p-ines' };
      const input = `${pack({ ...goodHeader(keys), alg: 'HS256' })}.${pack(claims)}`;
      return `${input}.${await sealWithSecret(input, keys.publicKey.text)}`;
    },
  },
  {
    id: 'stranger',
    label: 'Signed with a stranger’s key',
    note: 'Every claim is right, and kid is our key’s. Only the signature gives it away.',
    parts: ['sign', 'verify', 'all'],
    make: async (keys, now) => signed(await stranger(), goodHeader(keys), goodClaims(now)),
  },
  {
    id: 'issuer',
    label: 'From another issuer',
    note: 'Our key signed it for another service of ours. It is verified, and still not for this API.',
    parts: POLICY,
    make: (keys, now) =>
      signed(keys, goodHeader(keys), { ...goodClaims(now), iss: 'https://huts.example' }),
  },
  {
    id: 'audience',
    label: 'For another audience',
    note: 'Ours, for the map service. The people who run that could send it here.',
    parts: POLICY,
    make: (keys, now) =>
      signed(keys, goodHeader(keys), { ...goodClaims(now), aud: 'https://maps.example/api' }),
  },
  {
    id: 'typ',
    label: 'typ JWT',
    note: 'Ours, but another kind: a password-reset link, for example. Only typ tells them apart.',
    parts: POLICY,
    make: (keys, now) => signed(keys, { ...goodHeader(keys), typ: 'JWT' }, goodClaims(now)),
  },
  {
    id: 'milliseconds',
    label: 'exp in milliseconds',
    note: 'Someone multiplied by 1000. Read the date.',
    parts: ['read', 'verify', 'all'],
    make: (keys, now) => {
      const { exp, ...claims } = goodClaims(now);
      return signed(keys, goodHeader(keys), { ...claims, exp: exp * 1000 });
    },
  },
  {
    id: 'duplicate',
    label: 'A duplicate member',
    note: 'sub is there twice. JSON.parse keeps the last, and so does our API; a reader that keeps the first sees Mira.',
    parts: ['read', 'verify', 'all'],
    make: (keys, now) => {
      const claims = JSON.stringify(goodClaims(now)).replace(/}$/, ',"sub":"p-ines"}');
      return signed(keys, goodHeader(keys), claims);
    },
  },
  {
    id: 'spelling',
    label: 'Another spelling',
    note: 'One letter of a good signature is different, but it decodes to the same bytes. Lenient readers accept both.',
    parts: ['read', 'verify', 'all'],
    make: async (keys, now) => respelt(await signed(keys, goodHeader(keys), goodClaims(now))),
  },
  {
    id: 'crit',
    label: 'With crit',
    note: 'It says: refuse me unless you understand “escort”. We don’t.',
    parts: POLICY,
    make: (keys, now) =>
      signed(keys, { ...goodHeader(keys), crit: ['escort'], escort: true }, goodClaims(now)),
  },
  {
    id: 'chat',
    label: 'The pass in the chat',
    note: 'Tomáš signed it with a secret that can be guessed. Enter the one that chapter 2 finds, and sign one for p-ines.',
    parts: ['sign'],
    secret: true,
    make: () => CHAT_TOKEN,
  },
];

/** The presets of a part of the lab, in order. */
export function presetsOf(part: LabPart): Preset[] {
  return PRESETS.filter(({ parts }) => parts.includes(part));
}

function goodHeader({ kid }: KeyPair) {
  return { alg: ALGORITHM as string, typ: TOKEN_TYPE as string, kid };
}

/** The claims of a token that was issued a minute ago, as chapter 2 issues them. */
function goodClaims(now: number) {
  const issuedAt = Math.floor(now / 1000) - 60;
  return {
    iss: ISSUER as string,
    aud: AUDIENCE as string,
    sub: 'p-mira',
    client_id: CLIENT_ID,
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
    jti: crypto.randomUUID() as string,
  };
}

async function signed(keys: KeyPair, header: object, claims: object | string): Promise<string> {
  const input = `${pack(header)}.${pack(claims)}`;
  return `${input}.${await signWithRsa(input, keys.privateKey)}`;
}

function pack(part: object | string): string {
  return encodeText(typeof part === 'string' ? part : JSON.stringify(part));
}

/** 256 bytes leave four bits of their last character over: `A`, `Q`, `g` or `w`, and then `B` … */
function respelt(token: string): string {
  const next: Record<string, string> = { A: 'B', Q: 'R', g: 'h', w: 'x' };
  return token.slice(0, -1) + (next[token.at(-1) ?? ''] ?? 'B');
}

let strangersKeys: Promise<KeyPair> | undefined;

function stranger(): Promise<KeyPair> {
  strangersKeys ??= makeKeyPair();
  return strangersKeys;
}
