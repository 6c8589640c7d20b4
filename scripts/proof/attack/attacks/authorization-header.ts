import { basic, PEOPLE } from '../../../grading/check/kit.ts';
import type { BearerTopic } from '../attack.ts';
import { ours, shows, strangers, writes } from '../forge.ts';

const good = ours();
const bad = strangers();
const mine = `Authorization: Bearer ${good}`;
const MALFORMED = 'malformed-authorization';
const TWO = 'RFC 9110 §5.3: there is one; of two, a proxy reads the other';
const GRAMMAR = 'RFC 9110 §11.4: a scheme, spaces, one token, and nothing else';

/** Where else a token could be put, and where nobody may look: RFC 6750 §2. */
const ELSEWHERE: [where: string, line: string][] = [
  ['X-Authorization', `X-Authorization: Bearer ${good}`],
  ['X-Access-Token', `X-Access-Token: ${good}`],
  ['X-Auth-Token', `X-Auth-Token: ${good}`],
  ['X-Forwarded-Authorization', `X-Forwarded-Authorization: Bearer ${good}`],
  ['X-Original-Authorization', `X-Original-Authorization: Bearer ${good}`],
  ['Proxy-Authorization', `Proxy-Authorization: Bearer ${good}`],
  ['WWW-Authenticate', `WWW-Authenticate: Bearer ${good}`],
  ['Authentication', `Authentication: Bearer ${good}`],
  ['HTTP_AUTHORIZATION', `HTTP_AUTHORIZATION: Bearer ${good}`],
  ['Authorization-', `Authorization-: Bearer ${good}`],
  ['Sec-WebSocket-Protocol', `Sec-WebSocket-Protocol: bearer, ${good}`],
  ['a cookie of any name', `Cookie: token=${good}; access_token=${good}; jwt=${good}`],
  ['a cookie named Authorization', `Cookie: Authorization=Bearer ${good}`],
  ['the office’s cookie', `Cookie: office=${good}; __Secure-office=${good}`],
];

/** How a token reaches the API, and how it does not (RFC 6750 §2.1). */
export const authorizationHeader: BearerTopic = {
  title: 'The Authorization header',
  attacks: [
    writes('ours', 'two lines, both good', [mine, mine], MALFORMED, TWO),
    writes(
      'ours',
      'two lines, the second forged',
      [mine, `Authorization: Bearer ${bad}`],
      MALFORMED,
      TWO,
    ),
    writes(
      'ours',
      'two lines, the first forged',
      [`Authorization: Bearer ${bad}`, mine],
      MALFORMED,
      TWO,
    ),
    writes(
      'ours',
      'two lines, Bearer and Basic',
      [mine, 'Authorization: Basic eDp5'],
      MALFORMED,
      TWO,
    ),
    writes(
      'ours',
      'two lines, Basic and Bearer',
      ['Authorization: Basic eDp5', mine],
      MALFORMED,
      TWO,
    ),
    writes(
      'ours',
      'two lines, in two cases',
      [mine, mine.replace('Authorization', 'AUTHORIZATION')],
      MALFORMED,
      TWO,
    ),
    writes('ours', 'two lines, the second empty', [mine, 'Authorization:'], MALFORMED, TWO),
    writes('ours', 'two lines, the first empty', ['Authorization:', mine], MALFORMED, TWO),
    writes('ours', 'two lines, far apart', [mine, ...filler(40), mine], MALFORMED, TWO),
    writes(
      'ours',
      'two lines, 1,100 others between them',
      [mine, ...Array.from({ length: 1_100 }, () => 'x:'), mine],
      MALFORMED,
      'Node keeps a thousand lines, unless it is told to keep all',
    ),
    ...(
      [
        ['a scheme alone', 'Bearer'],
        ['a scheme and a space', 'Bearer '],
        ['no scheme', good],
        ['no space', `Bearer${good}`],
        ['a colon', `Bearer: ${good}`],
        ['an equals sign', `Bearer=${good}`],
        ['a comma', `Bearer, ${good}`],
        ['a tab between', `Bearer\t${good}`],
        ['a tab after the space', `Bearer \t${good}`],
        ['a space that does not break (latin1)', `Bearer\xa0${good}`],
        ['two tokens', `Bearer ${good} ${good}`],
        ['two tokens with a comma', `Bearer ${good},${good}`],
        ['two schemes', `Bearer ${good}, Bearer ${good}`],
        ['something after the token', `Bearer ${good} x`],
        ['a semicolon after the token', `Bearer ${good};`],
        ['a comma after the token', `Bearer ${good},`],
        ['in double quotes', `Bearer "${good}"`],
        ['in single quotes', `Bearer '${good}'`],
        ['in angle brackets', `Bearer <${good}>`],
        ['as a parameter', `Bearer token=${good}`],
        ['as a parameter, in quotes', `Bearer token="${good}"`],
        ['the scheme twice', `Bearer Bearer ${good}`],
        ['equals signs within', `Bearer ${good.replace('.', '=.')}`],
        ['equals signs alone', 'Bearer ='],
        ['letters that are not ASCII', `Bearer ${good}\xe9`],
        ['a percent sign', `Bearer ${good}%20`],
        ['an asterisk', 'Bearer *'],
        ['a scheme of letters alike', `Be\xe1rer ${good}`],
      ] as const
    ).map(([what, value]) => writes('ours', what, [`Authorization: ${value}`], MALFORMED, GRAMMAR)),
    writes('ours', 'an empty line', ['Authorization:'], MALFORMED, GRAMMAR),
    ...(
      [
        ['undefined', 'Bearer undefined'],
        ['null', 'Bearer null'],
        ['true', 'Bearer true'],
        ['a path', 'Bearer /etc/passwd'],
      ] as const
    ).map(([what, value]) =>
      writes(
        'standard',
        `the token "${what}"`,
        [`Authorization: ${value}`],
        'invalid-token',
        'RFC 7519 §7.2',
      ),
    ),
    ...(
      [
        ['Basic, with the right password', basic(PEOPLE.mira.handle, PEOPLE.mira.password)],
        ['Token', `Token ${good}`],
        ['JWT', `JWT ${good}`],
        ['DPoP', `DPoP ${good}`],
        ['Bearer2', `Bearer2 ${good}`],
        ['X-Bearer', `X-Bearer ${good}`],
        ['Basic, and then Bearer', `Basic eDp5, Bearer ${good}`],
      ] as const
    ).map(([what, value]) =>
      writes(
        'standard',
        `another scheme: ${what}`,
        [`Authorization: ${value}`],
        'authentication-required',
        'RFC 6750 §2.1: Bearer, and no other',
      ),
    ),
    ...ELSEWHERE.map(([where, line]) =>
      writes(
        'standard',
        `a good token in ${where}`,
        [line],
        'authentication-required',
        'RFC 6750 §2: in the Authorization header',
      ),
    ),
    writes('standard', 'nothing at all', [], 'authentication-required', 'RFC 6750 §3'),
    writes(
      'standard',
      'a space before the colon',
      [`Authorization : Bearer ${good}`],
      'not HTTP',
      'RFC 9112 §5.1',
    ),
    writes('standard', 'a zero byte in the line', [`${mine}\0`], 'not HTTP', 'RFC 9110 §5.5'),
    writes(
      'standard',
      'a zero byte in the name',
      [`Authoriza\0tion: Bearer ${good}`],
      'not HTTP',
      'RFC 9110 §5.1',
    ),
    writes('standard', 'a header without a name', [`: Bearer ${good}`], 'not HTTP', 'RFC 9112 §5'),
    writes(
      'standard',
      'a line without a colon',
      [`Authorization Bearer ${good}`],
      'not HTTP',
      'RFC 9112 §5',
    ),
    writes(
      'standard',
      'a carriage return within',
      [`Authorization: Bearer ${good}\rX: y`],
      'not HTTP',
      'RFC 9112 §2.2',
    ),
    writes(
      'standard',
      'a token of 20 kB',
      [`Authorization: Bearer ${'a'.repeat(20_000)}`],
      'too long',
      'RFC 6585 §5',
    ),
    writes('standard', '400 lines of 50 bytes', [mine, ...filler(400)], 'too long', 'RFC 6585 §5'),
    shows('standard', 'a token of 12 kB', `${good}${'A'.repeat(12_000)}`, 'RFC 7515 §5.2'),
    shows('standard', '6,000 dots', '.'.repeat(6_000), 'RFC 7515 §7.1'),
    ...(
      [
        ['bearer, in small letters', `Authorization: bearer ${good}`],
        ['bearer, in capitals', `Authorization: BEARER ${good}`],
        ['bearer, in both', `Authorization: bEaReR ${good}`],
        ['the name of the header in capitals', `AUTHORIZATION: Bearer ${good}`],
        ['the name of the header in small letters', `authorization: Bearer ${good}`],
        ['two spaces between', `Authorization: Bearer  ${good}`],
        ['many spaces between', `Authorization: Bearer${' '.repeat(40)}${good}`],
        ['spaces around the value', `Authorization:  \t Bearer ${good} \t `],
        ['no space after the colon', `Authorization:Bearer ${good}`],
      ] as const
    ).map(([what, line]) =>
      writes('control', what, [line], 'accepted', 'RFC 9110 §5.1, §5.5, §11.1: it is the same'),
    ),
  ],
};

function filler(lines: number): string[] {
  return Array.from({ length: lines }, (_, index) => `X-Filler-${index}: ${'x'.repeat(36)}`);
}
