import type { Attack, Topic } from '../attack.ts';
import { ours } from '../forge.ts';
import type { Target } from '../target.ts';

/** Mira's own report, which anyone would like to delete. */
const REPORT = 'r-01';

/** Spellings of `/api/reports/r-01` that Express matches: its case, a slash at the end, an encoded id. */
const SAME = [
  '/api/reports/r-01',
  '/API/reports/r-01',
  '/Api/Reports/r-01',
  '/api/reports/r-01/',
  '/api/reports/%72-01',
  '/api/reports/r%2d01',
  '/api/reports/r%2D01',
  '/api/reports/r-01?',
  '/api/reports/r-01?access=all',
  '/api/reports/r-01?/office',
  '/api/reports/r-01?x=/../office',
  '/api/reports/r-01#/office',
  'http://cairn.example/api/reports/r-01',
  'http://attacker.example/api/reports/r-01',
];

/**
 * Spellings that others would resolve to `/api/reports/r-01` (RFC 3986 §6.2.2). Express does not, and
 * what guards and what serves agree on that: the firewall that has it, and the status for its author.
 */
const ELSEWHERE: [path: string, has: 'api' | 'office' | 'none'][] = [
  ['/api/reports/r-01//', 'api'],
  ['/api//reports/r-01', 'api'],
  ['/api/%72eports/r-01', 'api'],
  ['/api/./reports/./r-01', 'api'],
  ['/api/reports/r-01/.', 'api'],
  ['/api/../api/reports/r-01', 'api'],
  ['/api/trails/../reports/r-01', 'api'],
  ['/api/../reports/r-01', 'api'],
  ['/office/../api/reports/r-01', 'office'],
  ['/office/%2e%2e/api/reports/r-01', 'office'],
  ['/office/login/../../api/reports/r-01', 'office'],
  ['http://attacker.example/office/../api/reports/r-01', 'office'],
  ['//api/reports/r-01', 'none'],
  ['///api///reports///r-01', 'none'],
  ['/%61pi/reports/r-01', 'none'],
  ['/%61%70%69/reports/r-01', 'none'],
  ['/%41PI/reports/r-01', 'none'],
  ['/./api/reports/r-01', 'none'],
  ['/x/../api/reports/r-01', 'none'],
  ['/%2e/api/reports/r-01', 'none'],
  ['/x/%2e%2e/api/reports/r-01', 'none'],
  ['/x/.%2e/api/reports/r-01', 'none'],
  ['/../api/reports/r-01', 'none'],
  ['/../../../api/reports/r-01', 'none'],
];

/** Almost a spelling, and no way in: where they lead, and that nothing is deleted. */
const ALMOST: [path: string, status: number][] = [
  ['/api/reports/R-01', 401],
  ['/api/reports/r-01%20', 401],
  ['/api/reports/r-01%00', 401],
  ['/api/reports/r-01%0a', 401],
  ['/api/reports/r-01;x=y', 401],
  ['/api/reports/r-01.json', 401],
  ['/api/reports/r-01%2f', 401],
  ['/api/reports%2fr-01', 401],
  ['/api/reports%5cr-01', 401],
  ['/api/reports\\r-01', 401],
  ['/api/reports/%2572-01', 401],
  ['/api/reports/%', 401],
  ['/api/reports/%ff', 401],
  ['/api/reports/%c0%af', 401],
  ['/api/reports/r-01/..', 401],
  ['/api/reports/*', 401],
  ['/api/reports/:id', 401],
  ['/api/', 401],
  ['/api%2freports/r-01', 404],
  ['/%2561pi/reports/r-01', 404],
  ['/api;x=y/reports/r-01', 404],
  ['/api%00/reports/r-01', 404],
  ['/api%20/reports/r-01', 404],
  ['/apiary/reports/r-01', 404],
  ['/api.json/reports/r-01', 404],
  ['\\api\\reports\\r-01', 400],
  ['/\\api/reports/r-01', 404],
  ['/%2f/api/reports/r-01', 404],
  ['/%c0%ae%c0%ae/api/reports/r-01', 404],
  ['/..%2fapi/reports/r-01', 404],
  ['/reports/r-01', 404],
  ['api/reports/r-01', 400],
  ['*', 404],
];

const isThere = ({ world }: Target) =>
  world.database.all('SELECT id FROM reports WHERE id = ?', REPORT).length === 1;
const stays = (target: Target) => (isThere(target) ? [] : ['the report is gone']);

/** One path is one path: what guards it and what serves it read it alike. */
export const paths: Topic = {
  title: 'Paths',
  attacks: [
    ...SAME.map((path): Attack => ({
      name: `DELETE ${path}, by a stranger`,
      why: 'a path is matched the same way by what guards it and by what serves it',
      run: (target) => target.send({ method: 'DELETE', path }),
      expected: { status: 401, problem: 'authentication-required' },
      faults: stays,
    })),
    ...SAME.map((path): Attack => ({
      name: `DELETE ${path}, by another hiker`,
      why: "no hiker deletes another's report, whatever its path's spelling",
      run: (target) => target.send({ method: 'DELETE', path, lines: [bearer('p-tomas')] }),
      expected: { status: 403, problem: 'forbidden' },
      faults: stays,
    })),
    ...SAME.map((path): Attack => ({
      name: `DELETE ${path}, by its author`,
      why: 'a control: all of these are the one path',
      run: (target) => target.send({ method: 'DELETE', path, lines: [bearer('p-mira')] }),
      expected: { status: 204 },
      faults: (target) => (isThere(target) ? ['the report is still there'] : []),
    })),
    ...ELSEWHERE.map(([path, has]): Attack => ({
      name: `DELETE ${path}, by a stranger`,
      why: 'a spelling that is not matched is not served either',
      run: (target) => target.send({ method: 'DELETE', path }),
      expected: { status: { api: 401, office: 403, none: 404 }[has] },
      faults: stays,
    })),
    ...ELSEWHERE.map(([path, has]): Attack => ({
      name: `DELETE ${path}, by its author`,
      why: 'a spelling that is not matched is not served either, whoever asks',
      run: (target) => target.send({ method: 'DELETE', path, lines: [bearer('p-mira')] }),
      expected: { status: { api: 404, office: 403, none: 404 }[has] },
      faults: stays,
    })),
    ...ALMOST.map(([path, status]): Attack => ({
      name: `DELETE ${path}, by a stranger`,
      why: 'no other path leads to a report',
      run: (target) => target.send({ method: 'DELETE', path }),
      expected: { status },
      faults: stays,
    })),
    ...['/OFFICE', '/Office/', '/office/?/api', '/office/x', '/office/%2e%2e/api/me'].map(
      (path): Attack => ({
        name: `GET ${path}, by a stranger`,
        why: 'the office, however it is spelled, is behind its own firewall',
        run: (target) => target.send({ path }),
        expected: { status: 303, location: '/office/login' },
      }),
    ),
    ...['//office', '/%6fffice', '/./office', '/x/../office'].map((path): Attack => ({
      name: `GET ${path}, by a stranger`,
      why: 'what no firewall matches is served by none',
      run: (target) => target.send({ path }),
      expected: { status: 404 },
    })),
    ...(
      [
        ['X-Original-URL: /api/trails', '/api/me'],
        ['X-Rewrite-URL: /api/trails', '/api/me'],
        ['X-Forwarded-Prefix: /api', '/api/me'],
        ['X-Forwarded-Path: /office', '/api/me'],
        ['X-Accel-Redirect: /api/trails', '/api/me'],
        ['Referer: http://cairn.example/office', '/api/me'],
        ['X-Forwarded-For: 127.0.0.1', '/api/me'],
        ['X-Real-IP: 127.0.0.1', '/api/me'],
        ['X-Forwarded-User: ines', '/api/me'],
        ['X-Remote-User: p-ines', '/api/me'],
      ] as const
    ).map(([line, path]): Attack => ({
      name: `GET ${path} with ${line}`,
      why: 'no header says where a request goes, or whose it is, but Authorization',
      run: (target) => target.send({ path, lines: [line] }),
      expected: { status: 401, problem: 'authentication-required' },
    })),
  ],
};

function bearer(sub: string): string {
  return `Authorization: Bearer ${ours({ sub })}`;
}
