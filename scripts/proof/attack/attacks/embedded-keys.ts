import type { BearerTopic } from '../attack.ts';
import { curveSigned, ours, shows, strangers, strangersEcJwk, strangersJwk } from '../forge.ts';

/**
 * Where a header points to. Nobody answers there, and nobody may ask: the suite watches every
 * connection that the process opens, and every name that it looks up.
 */
export const ELSEWHERE = 'http://127.0.0.1:47111/keys';
export const NAMED_ELSEWHERE = 'https://keys.attacker.example/keys';

/** A certificate that the stranger has signed for themselves, in the name of cairn.example. */
const CERTIFICATE =
  'MIICpjCCAY4CAQEwDQYJKoZIhvcNAQELBQAwGDEWMBQGA1UEAwwNY2Fpcm4uZXhhbXBsZTAgFw0yNjAxMDEwMDAw' +
  'MDBaGA8yMTI2MDEwMTAwMDAwMFowGDEWMBQGA1UEAwwNY2Fpcm4uZXhhbXBsZTCCASIwDQYJKoZIhvcNAQEBBQAD' +
  'ggEPADCCAQoCggEBAO7KJtjvW4BLZm8w8Cwx/3/5He/new0SuBeVYkSB1uM30p9ZO8wWBRitqLZB+racVF5xoNBy' +
  'gKUW0wAOvafaee1NCXgAZiI9rsDIhg06r+fPPPP/zUxfO4HAMIjQsVPxCcYp7dFVysfWnaLYBnpnaz81P1qUoM01' +
  'RiOq0ftpdrxe0JaOzyOw6jzCjOsqL2eX/9pKFUYcXjRhiNrmswEgj73g7bb/f6Xosx6uXpdrinrVZ3x42DB+rxmp' +
  'Z+XTwU37gOGjMjWOCHAMrjYndrG+zOBbtkg/XZIRkL8d3yWU3+CLEHI7Y1qZIoZtpTwQbHzYiYhjcbqJJ12lJ/mF' +
  'TLqYpDcCAwEAATANBgkqhkiG9w0BAQsFAAOCAQEAVww1OLIFbW7V1HhOQ+kzJFPeLTyLJuz0KvcbYckBao915jMK' +
  '+EBc4lAj+qh3IcVqlzBQQ/ogihdskYgjAXJfJI/9G/gYpenOshIQk17xjPHdoepCPAW3c62TQHetGvFLXsMbIPgS' +
  '+kIXh1zRi9EYjvtbyzuYJKl28V0f+iIorj8tbfiIbSlL1ylaMZmVITVGNklEamug8rlW7buE9Fs0j+s1nhoKJOVN' +
  'xvSuV7TX0Z2U3YpjW5A5jORo6erhfUSVT+rrLaconxe1B/Cb9DpzjufWEC26CK47eNh1yOJFvFl6GJN1521j8KGo' +
  'S0RSGfpinXJT7xSZ07WTzMcPeT0YLQ==';

/** Its SHA-1, as x5t wants it. */
const CERTIFICATE_DIGEST = 'M3ou8EIoeJaNPIpLahOHYPUd5Ns';

const jwk = { ...strangersJwk, alg: 'RS256', use: 'sig' };

/** RFC 8725 §3.10: do not trust received claims, and do not go where a token sends you. */
const POINTERS: [what: string, header: Record<string, unknown>][] = [
  ['jku to a server of mine', { jku: ELSEWHERE }],
  ['jku to a name of mine', { jku: NAMED_ELSEWHERE }],
  ['jku that begins like ours', { jku: 'https://cairn.example@keys.attacker.example/keys' }],
  ['jku to a file', { jku: 'file:///etc/hostname' }],
  ['jku to the cloud that it runs in', { jku: 'http://169.254.169.254/latest/meta-data/' }],
  ['jku that is a list', { jku: [ELSEWHERE, NAMED_ELSEWHERE] }],
  ['x5u to a server of mine', { x5u: ELSEWHERE }],
  ['x5u to a name of mine', { x5u: NAMED_ELSEWHERE }],
  ['x5u to a file', { x5u: 'file:///dev/zero' }],
  ['kid that is an address', { kid: NAMED_ELSEWHERE }],
];

/** A token that brings the key to verify it with: anyone can write one. */
export const embeddedKeys: BearerTopic = {
  title: 'Keys that the token brings along, or points to',
  attacks: [
    shows('standard', 'jwk: the key that signed it', strangers({ jwk }), 'CVE-2018-0114'),
    shows(
      'standard',
      'jwk, and no kid',
      strangers({ jwk, kid: undefined }),
      'RFC 7515 §4.1.3: it is a hint, not a reason to trust',
    ),
    shows(
      'standard',
      'jwk, with our kid',
      strangers({ jwk: { ...jwk, kid: 'ours' } }),
      'CVE-2018-0114',
    ),
    shows(
      'standard',
      'jwk on a curve, and ES256',
      curveSigned('ES256', { jwk: strangersEcJwk }),
      'RFC 8725 §3.1',
    ),
    shows(
      'standard',
      'jwk that is a shared secret',
      strangers({ jwk: { kty: 'oct', k: 'c2VjcmV0' } }),
      'RFC 8725 §3.1',
    ),
    shows(
      'standard',
      'a whole key set in the header',
      strangers({ jwks: { keys: [jwk] } }),
      'RFC 7515 §5.2',
    ),
    shows(
      'standard',
      'x5c: a certificate in our name',
      strangers({ x5c: [CERTIFICATE] }),
      'RFC 7515 §4.1.6: whose chain leads to nobody that we trust',
    ),
    shows(
      'standard',
      'x5c, and its digest as x5t',
      strangers({ x5c: [CERTIFICATE], x5t: CERTIFICATE_DIGEST }),
      'RFC 7515 §4.1.7',
    ),
    ...POINTERS.map(([what, header]) =>
      shows('standard', `${what}, signed by me`, strangers(header), 'RFC 8725 §3.10'),
    ),
    shows(
      'standard',
      'iss to a server of mine, signed by me',
      strangers({}, { iss: 'http://127.0.0.1:47111' }),
      'RFC 8725 §3.8: an issuer is compared, not visited',
    ),
    ...POINTERS.map(([what, header]) =>
      shows(
        'control',
        `${what}, signed by us`,
        ours({}, header),
        'it is good, and nobody looks where it points',
      ),
    ),
  ],
};
