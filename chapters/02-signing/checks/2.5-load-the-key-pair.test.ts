import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { NotWrittenYet } from '#api/todo.ts';
import { APP_PEM, EC_PEM, LONG_PEM, PSS_PEM, SHORT_PEM, STRANGER_PEM } from '#check';
import { appKeys, check, expect, type Keys, lesson, strangerKeys, task } from '#check';
import { ALMOST_PEM } from './almost-long-enough.ts';
import { leaksOf, secretsIn } from './secrets.ts';
import { UNUSUAL_PEM } from './unusual-length.ts';

const theKeyPair = lesson('02-signing/key-pair.ts', () => import('#course/02-signing/key-pair.ts'));

type Which = 'private' | 'public';

/** Our public key with another exponent, 65539 instead of 65537: the last two bytes of its PEM. */
const OTHER_EXPONENT = APP_PEM.publicKey.replace(/AQAB(?=\s+-----END)/, 'AQAD');

task('2.5', () => {
  const load = async (pem: typeof APP_PEM): Promise<Keys> => {
    const { loadKeyPair } = await theKeyPair();
    try {
      return await loadKeyPair(pem);
    } finally {
      forgetOpensslErrors();
    }
  };

  /** What loadKeyPair throws for a pair. */
  const thrownFor = async (
    what: string,
    changes: Partial<Record<keyof typeof APP_PEM, unknown>>,
  ): Promise<Error> => {
    let thrown: unknown;
    try {
      await load({ ...APP_PEM, ...changes } as typeof APP_PEM);
      thrown = 'nothing: it accepts them';
    } catch (error) {
      if (error instanceof NotWrittenYet) throw error;
      thrown = error;
    }
    const kind = thrown instanceof Error ? 'an Error' : thrown;
    expect(kind, `what loadKeyPair throws, given ${what}`).toBe('an Error');
    return thrown as Error;
  };

  const messageFor = async (...args: Parameters<typeof thrownFor>) =>
    (await thrownFor(...args)).message;

  /** A function that refuses every pair would refuse well: a good pair is accepted. */
  const acceptsAGoodPair = async () => {
    const { kid } = await load(APP_PEM);
    expect(typeof kid, 'the type of the kid, given a good key pair').toBe('string');
  };

  check(
    'gives-key-objects',
    'returns both keys as KeyObjects, parsed once',
    {
      points: 2,
      hint: [
        'jsonwebtoken parses a PEM string again for every token. A KeyObject is parsed already.',
        '`parse`, below your task, returns a KeyObject. Pass it which key it is, createPrivateKey or createPublicKey, and the string.',
        '`const privateKey = parse("private", …, pem.privateKey);`',
      ],
    },
    async () => {
      const { privateKey, publicKey } = await load(APP_PEM);
      const kindOf = (key: unknown) =>
        key instanceof KeyObject ? `a ${key.type} KeyObject` : `of type ${typeof key}`;
      expect(kindOf(privateKey), 'privateKey').toBe('a private KeyObject');
      expect(kindOf(publicKey), 'publicKey').toBe('a public KeyObject');
      expect(privateKey.equals(appKeys.privateKey), 'privateKey is the given one').toBe(true);
      expect(publicKey.equals(appKeys.publicKey), 'publicKey is the given one').toBe(true);
    },
  );

  check(
    'names-the-key',
    'uses the thumbprint of the public key as its id',
    {
      points: 2,
      hint: [
        'Two servers with the same key must give it the same name, each by itself.',
        '`thumbprintOf`, below your task, computes the RFC 7638 thumbprint from the public KeyObject.',
        '`return { privateKey, publicKey, kid: … };`',
      ],
    },
    async () => {
      for (const [whose, pem, { publicKey }] of [
        ["the app's key", APP_PEM, appKeys],
        ["another app's key", STRANGER_PEM, strangerKeys],
      ] as const) {
        const { kid } = await load(pem);
        const thumbprint = await calculateJwkThumbprint(await exportJWK(publicKey));
        expect(kid, `the kid of ${whose}`).toBe(thumbprint);
      }
    },
  );

  check(
    'takes-a-longer-key',
    'accepts a key that is longer than it has to be',
    {
      points: 1,
      hint: [
        'RFC 7518 §3.3 says "2048 bits or larger": 3072 bits are fine, and so are 2056.',
        'Compare with `<`, not with `!==` or a list of lengths.',
      ],
    },
    async () => {
      const { publicKey } = await load(LONG_PEM);
      const bits = publicKey.asymmetricKeyDetails?.modulusLength;
      expect(bits, 'the length of the key that is returned, given one of 3072 bits').toBe(3072);
      const unusual = (await load(UNUSUAL_PEM)).publicKey.asymmetricKeyDetails?.modulusLength;
      expect(unusual, 'the length of the key that is returned, given one of 2056 bits').toBe(2056);
    },
  );

  check(
    'takes-the-same-key-in-another-layout',
    'accepts a good pair however its files end their lines',
    {
      points: 1,
      hint: [
        'An editor may save the same key with other line ends, or without the last one.',
        'Compare the keys, not the strings: a KeyObject has `equals`.',
        '`if (!createPublicKey(privateKey).equals(…)) …`',
      ],
    },
    async () => {
      const thumbprint = await calculateJwkThumbprint(await exportJWK(appKeys.publicKey));
      for (const [what, change] of [
        ['the line ends of Windows', (pem: string) => pem.replaceAll('\n', '\r\n')],
        ['no line end at the end', (pem: string) => pem.trimEnd()],
        ['empty lines around it', (pem: string) => `\n${pem}\n`],
      ] as const) {
        for (const changes of [
          { privateKey: change(APP_PEM.privateKey) },
          { publicKey: change(APP_PEM.publicKey) },
        ]) {
          const { kid } = await load({ ...APP_PEM, ...changes });
          expect(kid, `the kid, given ${Object.keys(changes)[0]} with ${what}`).toBe(thumbprint);
        }
      }
    },
  );

  check(
    'refuses-a-missing-key',
    'throws if a key is missing, and says which',
    {
      points: 2,
      hint: [
        'An environment variable that isn’t set is undefined; an empty file is "". The person who starts the server must read which key is missing.',
        '`parse`, below your task, checks for that. Both strings must go through it.',
        '`const publicKey = parse(…, createPublicKey, pem.publicKey);`',
      ],
    },
    async () => {
      await acceptsAGoodPair();
      for (const which of ['private', 'public'] as const) {
        for (const missing of ['', ' \n', undefined]) {
          const what = `${JSON.stringify(missing)} as the ${which} key`;
          expectToName(await messageFor(what, { [`${which}Key`]: missing }), which, what);
        }
      }
    },
  );

  check(
    'refuses-what-is-no-key',
    'throws if a string is not a key in PEM form, and says which',
    {
      points: 2,
      hint: [
        'createPrivateKey throws "error:1E08010C:DECODER routines::unsupported", which helps no one.',
        '`parse`, below your task, catches that and says which key is wrong. Both strings must go through it.',
        '`const privateKey = parse(…, createPrivateKey, pem.privateKey);`',
      ],
    },
    async () => {
      await acceptsAGoodPair();
      const half = (pem: string) => pem.slice(0, pem.length / 2);
      for (const [which, what, changes] of [
        ['private', '"hello" as the private key', { privateKey: 'hello' }],
        ['public', '"hello" as the public key', { publicKey: 'hello' }],
        ['private', 'half of a private key', { privateKey: half(APP_PEM.privateKey) }],
        ['public', 'half of a public key', { publicKey: half(APP_PEM.publicKey) }],
        ['private', 'the public key in both places', { privateKey: APP_PEM.publicKey }],
      ] as const) {
        expectToName(await messageFor(what, changes), which, what);
      }
    },
  );

  check(
    'refuses-a-key-that-is-not-rsa',
    'throws if a key is not an RSA key, and says so',
    {
      points: 3,
      hint: [
        'RS256 needs RSA keys. With a key on an elliptic curve, the first sign-in fails instead of the start.',
        '`asymmetricKeyType` must be exactly "rsa": "rsa-pss" is another type, for other algorithms. Check both keys, before you compare them.',
        '`if (key.asymmetricKeyType !== …) throw new Error(…);` with a message that says which key: `key.type` is private or public.',
      ],
    },
    async () => {
      await acceptsAGoodPair();
      for (const [what, changes, which] of [
        ['a pair on an elliptic curve (P-256)', EC_PEM],
        ['a pair for RSA-PSS', PSS_PEM],
        ['a private key on an elliptic curve', { privateKey: EC_PEM.privateKey }, 'private'],
        ['a public key on an elliptic curve', { publicKey: EC_PEM.publicKey }, 'public'],
      ] as [string, Partial<typeof APP_PEM>, Which?][]) {
        const message = await messageFor(what, changes);
        expectToSay(message, 'it says that the key must be RSA', /rsa/i, what);
        if (which) expectToName(message, which, what);
      }
    },
  );

  check(
    'refuses-a-short-key',
    'throws if a key has fewer than 2048 bits, and says so',
    {
      points: 2,
      hint: [
        'RFC 7518 §3.3 requires 2048 bits or more. An attacker who factors a shorter key can sign as you.',
        '`asymmetricKeyDetails` of a KeyObject has the `modulusLength` in bits. MIN_BITS is the least.',
        '`if (bits < …) throw new Error(…);` with a message that says which key: `key.type` is private or public.',
      ],
    },
    async () => {
      await acceptsAGoodPair();
      for (const [what, pem] of [
        ['an RSA pair of 1024 bits', SHORT_PEM],
        ['an RSA pair of 2047 bits', ALMOST_PEM],
      ] as const) {
        const message = await messageFor(what, pem);
        const short = /2048|bits|short|small|weak|length|long|size|large/i;
        expectToSay(message, 'it says that the key is too short', short, what);
      }
    },
  );

  check(
    'refuses-a-private-key-as-public',
    "throws if a private key is in the public key's place",
    {
      points: 1,
      hint: [
        'createPublicKey also accepts a private key, without a word, and derives the public one. A secret would be in the file that you hand to everyone.',
        '`parse`, below your task, looks for that first. Let the public key go through it.',
        '`const publicKey = parse(…, createPublicKey, pem.publicKey);`',
      ],
    },
    async () => {
      await acceptsAGoodPair();
      const what = 'the private key in both places';
      expectToName(await messageFor(what, { publicKey: APP_PEM.privateKey }), 'public', what);
      const older = appKeys.privateKey.export({ type: 'pkcs1', format: 'pem' });
      const also = 'the private key in both places, in its older form (PKCS#1)';
      expectToName(await messageFor(also, { publicKey: older }), 'public', also);
    },
  );

  check(
    'refuses-keys-of-two-pairs',
    'throws if the public key does not belong to the private key',
    {
      points: 2,
      hint: [
        'Two good keys need not be a pair: someone renewed one file and forgot the other. Everyone could sign in, and no token would be accepted.',
        '`createPublicKey(privateKey)` returns the public half of the private key, and a KeyObject has `equals`.',
        '`if (!createPublicKey(privateKey).equals(…)) throw new Error(…);`',
      ],
    },
    async () => {
      await acceptsAGoodPair();
      for (const [what, changes] of [
        ["our private key and someone else's public key", { publicKey: STRANGER_PEM.publicKey }],
        ["someone else's private key and our public key", { privateKey: STRANGER_PEM.privateKey }],
        ['our private key and a public key with our modulus only', { publicKey: OTHER_EXPONENT }],
      ] as const) {
        const message = await messageFor(what, changes);
        const notAPair =
          /pair|belong|match|fit|other|same|together|differ|equal|correspond|public[^]*private|private[^]*public/i;
        expectToSay(message, 'it says that they are not a pair', notAPair, what);
      }
    },
  );

  check(
    'keeps-the-key-to-itself',
    'never puts a key into an error or prints it',
    {
      points: 2,
      hint: [
        'Error messages end up in logs, and many people can read a log. The private key signs as you.',
        'Say what is wrong with the key, not what is in it. Look for `pem` in your messages, and for `console`.',
      ],
    },
    async () => {
      await acceptsAGoodPair();
      for (const [what, changes] of [
        ['a good pair', {}],
        ['keys of two pairs', { publicKey: STRANGER_PEM.publicKey }],
        ['a private key on an elliptic curve', { privateKey: EC_PEM.privateKey }],
        ['an RSA pair of 1024 bits', SHORT_PEM],
        ['half of a private key', { privateKey: APP_PEM.privateKey.slice(0, 400) }],
        ['a private key in both places', { publicKey: APP_PEM.privateKey }],
        ['no public key', { publicKey: '' }],
      ] as [string, Partial<typeof APP_PEM>][]) {
        const pem = { ...APP_PEM, ...changes };
        const secrets = {
          'the private key': pem.privateKey,
          'the private key, as a JWK': jwkSecretOf(pem.privateKey),
          'the public key': pem.publicKey,
        };
        let inError: string[] = [];
        let attached = false;
        const printed = await leaksOf(async () => {
          if (what === 'a good pair') await load(pem);
          else {
            const error = await thrownFor(what, changes);
            inError = secretsIn(error, secrets);
            attached = carriesKey(error);
          }
          return secrets;
        });
        if (attached) inError.push('a KeyObject');
        const places = [...inError.map((secret) => `${secret}, in the error`), ...printed];
        expect(places, `what is given away, given ${what}`).toEqual([]);
      }
    },
  );

  function expectToName(message: string, which: Which, what: string): void {
    const says = `it says that the ${which} key is wrong`;
    expectToSay(message, says, new RegExp(which, 'i'), what);
    expectToSay(message, "it is not OpenSSL's own", /^(?![^]*(error:\w{8}|routines))/, what);
  }

  function expectToSay(message: string, expected: string, pattern: RegExp, what: string): void {
    const found = pattern.test(message) ? expected : `the message ${JSON.stringify(message)}`;
    expect(found, `the message, given ${what}`).toBe(expected);
  }
});

/** Whether a parsed key is attached to an error, to its cause, or to something else in it. */
function carriesKey(value: unknown, depth = 4): boolean {
  if (value instanceof KeyObject) return true;
  if (depth === 0 || typeof value !== 'object' || value === null) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value)).some((property) =>
    carriesKey(property.value, depth - 1),
  );
}

/** The part of a private key's JWK that must stay secret; none if it can't be read. */
function jwkSecretOf(pem: string): string {
  try {
    return createPrivateKey(pem).export({ format: 'jwk' }).d ?? '';
  } catch {
    return '';
  }
}

/**
 * Comparing keys of two types leaves an error behind in OpenSSL, and Node throws it from the next
 * createPrivateKey, whatever that is given. So one call that may fail: the next check is not to blame.
 */
function forgetOpensslErrors(): void {
  try {
    createPrivateKey(APP_PEM.privateKey);
  } catch {
    createPublicKey(APP_PEM.publicKey);
  }
}
