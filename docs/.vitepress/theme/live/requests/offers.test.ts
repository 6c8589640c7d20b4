import { describe, expect, test } from 'vitest';
import { labelOf, offersIn } from './offers.ts';

const URL = 'http://127.0.0.1:3000';
const SED = String.raw`sed 's/.*"access_token":"\([^"]*\)".*/\1/'`;
const CSRF = String.raw`csrf() { sed -n 's/.*name="_csrf" value="\([^"]*\)".*/\1/p'; }`;

describe('a request is for', () => {
  test('the API that the page has started last', () => {
    const shells = [
      `curl ${URL}/a`,
      'npm run api 4 -- --solution --memory',
      `curl ${URL}/b`,
      'npm run api 3        # or: npm run api 3 -- --solution',
      `curl ${URL}/c`,
    ];
    expect(offersIn(shells, 5)).toMatchObject([
      [{ chapter: 5, whose: 'chapters' }],
      [],
      [{ chapter: 4, whose: 'solutions' }],
      [],
      [{ chapter: 3, whose: 'chapters' }],
    ]);
  });

  test('no API while a server of the page itself is on the port', () => {
    const server = "node --input-type=module <<'JS'\napp.listen(3000, '127.0.0.1');\nJS";
    const all = offersIn([server, `curl ${URL}/a`, 'npm run api 6', `curl ${URL}/b`], 6);
    expect(all.map((each) => each.length)).toEqual([0, 0, 0, 1]);
  });
});

describe('nothing is offered for', () => {
  test.each([
    ['a loop', `for a in 1 2; do\n  curl ${URL}/$a\ndone`],
    ['what another program changes first', `node -e "drop()"\ncurl ${URL}/api/trails`],
    ['what another program makes', `OLD=$(node -p "1")\ncurl ${URL}/a -H "authorization: $OLD"`],
    ['a variable that nothing has set', `curl ${URL}/a -H "authorization: Bearer $TOKEN"`],
    ['another program alone', 'printf x | base64'],
  ])('%s', (_what, shell) => {
    expect(offersIn([shell], 1)).toEqual([[]]);
  });
});

describe('a variable is filled in from', () => {
  test('an earlier answer, which is asked for first', () => {
    const [token, me] = offersIn(
      [
        `TOKEN=$(curl -s -u mira:x -X POST ${URL}/api/tokens |\n  ${SED})`,
        `curl ${URL}/me -H "a: $TOKEN"`,
      ],
      3,
    ).map(([offer]) => offer);
    expect(token).toMatchObject({ captures: 'TOKEN' });
    expect(me).toMatchObject({ before: [{ kind: 'request', offer: token }] });
    const source = me?.values['TOKEN'];
    const pattern = source?.kind === 'answer' ? source.pattern : undefined;
    expect(pattern?.exec('{"access_token":"a.b.c","x":""}')?.[1]).toBe('a.b.c');
    // As sed does: the last of a line.
    expect(pattern?.exec('x\n{"access_token":"a"},{"access_token":"b"}')?.[1]).toBe('b');
  });

  test('a literal, with one character changed', () => {
    const [[offer] = []] = offersIn(
      [`MAIL=a.\\\nb\ncurl ${URL}/x -d "{\\"t\\":\\"\${MAIL%?}R\\"}"`],
      1,
    );
    expect(offer).toMatchObject({
      request: { body: '{"t":"${MAIL%?}R"}' },
      values: { MAIL: { kind: 'literal', value: 'a.b' } },
    });
  });

  test('a form and a jar of cookies, through a function of the page', () => {
    const page = [
      `${CSRF}\nCSRF=$(curl -s -c jar.txt ${URL}/office/login | csrf)`,
      `curl -s -b jar.txt -c jar.txt ${URL}/office/login -d "_csrf=$CSRF"\ncp jar.txt copy.txt`,
      `curl -s -b copy.txt ${URL}/office | grep Signed`,
      `COOKIE=$(awk '$6 == "office" { print $7 }' jar.txt)\ncurl -H "Cookie: office=$COOKIE" ${URL}/api/me`,
    ];
    const [form, login, office, me] = offersIn(page, 6).map(([offer]) => offer);
    expect(login?.before).toEqual([{ kind: 'request', offer: form }]);
    expect(office).toMatchObject({
      sends: 'copy.txt',
      before: [{ kind: 'copy', from: 'jar.txt', before: [{ kind: 'request', offer: login }] }],
    });
    expect(me).toMatchObject({
      values: { COOKIE: { kind: 'cookie', jar: 'jar.txt', name: 'office' } },
      before: [{ kind: 'request', offer: login }],
    });
  });
});

test('no two buttons of a piece of shell say the same', () => {
  const shell = `curl ${URL}/me\ncurl ${URL}/me -H 'authorization: Bearer x'\ncurl ${URL}/me\ncurl ${URL}/b`;
  const [offers = []] = offersIn([shell], 3);
  expect(offers.map((offer) => labelOf(offer, offers))).toEqual([
    'Send GET /me · no credentials (1 of 2)',
    'Send GET /me · Bearer x',
    'Send GET /me · no credentials (2 of 2)',
    'Send GET /b',
  ]);
});
