import type { BearerTopic } from '../attack.ts';
import { hmacSigned, ours, shows, strangers } from '../forge.ts';

/** Each with the secret that it would find, where a server opens what a kid names. */
const KIDS: [kid: unknown, secret: string][] = [
  ['../../../../../../dev/null', ''],
  ['/dev/null', ''],
  ['..\\..\\..\\..\\windows\\win.ini', ''],
  ['file:///dev/null', ''],
  ['/proc/sys/kernel/randomize_va_space', '2\n'],
  ['../package.json\0.pem', ''],
  ["' UNION SELECT 'mine", 'mine'],
  ["x' OR '1'='1", ''],
  ["'; DROP TABLE people; --", ''],
  ['| sleep 5', ''],
  ['$(sleep 5)', ''],
  ['{{7*7}}', '49'],
  ['${7*7}', '49'],
  ['<script>alert(1)</script>', ''],
  ['../../../../../../etc/passwd', ''],
  ['constructor', 'function Object() { [native code] }'],
  ['__proto__', '[object Object]'],
  ['', ''],
  [null, ''],
  [0, ''],
  [['a', 'b'], ''],
  [{ $ne: null }, ''],
  ['k'.repeat(4_000), ''],
];

const shown = (kid: unknown) => {
  const text = JSON.stringify(kid);
  return text.length > 44 ? `${text.slice(0, 12)}…, ${text.length} characters` : text;
};

/** A kid picks one of our keys. It is no path, no query, no command, and no proof. */
export const kids: BearerTopic = {
  title: 'kid: a key named by an attacker',
  attacks: [
    ...KIDS.map(([kid, secret]) =>
      shows(
        'standard',
        `kid ${shown(kid)}, HS256`,
        hmacSigned(256, secret, { kid }),
        'RFC 8725 §3.10: sanitize what a token brings',
      ),
    ),
    ...KIDS.slice(0, 4).map(([kid]) =>
      shows('standard', `kid ${shown(kid)}, by a stranger`, strangers({ kid }), 'RFC 7515 §5.2'),
    ),
    ...KIDS.filter(([kid]) => typeof kid === 'string').map(([kid]) =>
      shows(
        'control',
        `kid ${shown(kid)}, signed by us`,
        ours({}, { kid }),
        'it proves nothing, and it opens nothing',
      ),
    ),
  ],
};
