import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target } from '../target.ts';

const WRITES = [
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'TRACE',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'PURGE',
  'LINK',
  'SEARCH',
];

const OVERRIDES = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];

const JSON_TYPE = 'Content-Type: application/json';

const counts = ({ world }: Target) =>
  world.database.get<{ reports: number }>('SELECT count(*) AS reports FROM reports')?.reports;
const all = (target: Target) =>
  counts(target) === 24 ? [] : [`there are ${counts(target)} reports, of 24`];

/** A method that changes something wants a person, on every path there is or will be. */
export const methods: Topic = {
  title: 'Methods',
  attacks: [
    ...WRITES.flatMap((method) =>
      ['/api/reports', '/api/reports/r-01', '/api/next-year'].map((path): Attack => ({
        name: `${method} ${path}, by a stranger`,
        why: 'every method but GET, HEAD and OPTIONS wants a person',
        run: (target) => target.send({ method, path, lines: [JSON_TYPE], body: '{}' }),
        expected: { status: 401, problem: 'authentication-required' },
        faults: all,
      })),
    ),
    ...OVERRIDES.flatMap((name): Attack[] => [
      {
        name: `GET /api/reports/r-01 with ${name}: DELETE`,
        why: 'a method is what the request line says',
        run: (target) => target.send({ path: '/api/reports/r-01', lines: [`${name}: DELETE`] }),
        expected: { status: 200 },
        faults: all,
      },
      {
        name: `POST /api/reports/r-01 with ${name}: GET`,
        why: 'a method is what the request line says',
        run: (target) =>
          target.send({ method: 'POST', path: '/api/reports/r-01', lines: [`${name}: GET`] }),
        expected: { status: 401, problem: 'authentication-required' },
      },
    ]),
    {
      name: 'GET /api/reports/r-01?_method=DELETE',
      why: 'a method is what the request line says',
      run: (target) => target.send({ path: '/api/reports/r-01?_method=DELETE' }),
      expected: { status: 200 },
      faults: all,
    },
    {
      name: 'OPTIONS /api/reports/r-01, as a preflight of DELETE',
      why: 'it asks what would be allowed, and does nothing',
      run: (target) =>
        target.send({
          method: 'OPTIONS',
          path: '/api/reports/r-01',
          lines: [
            'Origin: http://localhost:5173',
            'Access-Control-Request-Method: DELETE',
            'Access-Control-Request-Headers: authorization',
          ],
        }),
      expected: { status: 204 },
      faults: all,
    },
    {
      name: 'OPTIONS /api/me, as a preflight of another origin',
      why: 'the Fetch standard: no header for it, and nothing of anyone in the answer',
      run: (target) =>
        target.send({
          method: 'OPTIONS',
          path: '/api/me',
          lines: [
            'Origin: https://attacker.example',
            'Access-Control-Request-Method: GET',
            'Access-Control-Request-Headers: authorization',
          ],
        }),
      expected: { status: 204 },
      faults: (_target, { headers }) =>
        headers['access-control-allow-origin'] ? ['lets the origin in'] : [],
    },
    ...[
      'https://attacker.example',
      'http://localhost:5173.attacker.example',
      'http://localhost:51730',
      'https://localhost:5173',
      'http://LOCALHOST:5173',
      'http://localhost:5173/',
      'null',
      '*',
    ].map((origin): Attack => ({
      name: `GET /api/me with a good token, from the origin ${origin}`,
      why: 'an origin is on the list, to the letter, or gets no CORS header',
      run: (target) =>
        target.send({
          path: '/api/me',
          lines: [`Origin: ${origin}`, `Authorization: Bearer ${ours()}`],
        }),
      expected: { status: 200 },
      faults: (_target, { headers }) =>
        Object.keys(headers)
          .filter((name) => name.startsWith('access-control-'))
          .map((name) => `says ${name}`),
    })),
    {
      name: 'HEAD /api/me, by a stranger',
      why: 'RFC 9110 §9.3.2: as GET, without the body',
      run: (target) => target.send({ method: 'HEAD', path: '/api/me' }),
      expected: { status: 401 },
    },
    {
      name: 'PUT /api/reports/r-01, by its author',
      why: 'RFC 9110 §15.5.6: a method that is not there',
      run: (target) =>
        target.send({
          method: 'PUT',
          path: '/api/reports/r-01',
          lines: [`Authorization: Bearer ${ours()}`],
        }),
      expected: { status: 405 },
      faults: all,
    },
  ],
};
