import { signToken } from '#check';

/** Spellings of the path `/api/reports/r-01`: some are one to Express, and some to nobody. */
export const PATHS_TO_A_REPORT = [
  '/API/reports/r-01',
  '/Api/Reports/r-01',
  '/api/reports/r-01/',
  '/api/REPORTS/r-01/',
  '/api//reports/r-01',
  '//api/reports/r-01',
  '/api/reports//r-01',
  '/api/reports/r-01//',
  '/%61pi/reports/r-01',
  '/api/%72eports/r-01',
  '/api/reports/%72-01',
  '/api%2Freports%2Fr-01',
  '/api/reports%2Fr-01',
  '/api;/reports/r-01',
  '/api/reports;/r-01',
  '/api/reports/r-01?',
  '/api/reports/r-01?/api/tokens/inspect',
  '/api/reports/r-01?.png',
  '/api/reports/r-01?_method=GET',
  '/api/reports/r-01?method=GET',
  '/api/tokens/inspect/%2e%2e/%2e%2e/reports/r-01',
  '/api/tokens/..%2Freports/r-01',
  '/api/reports/r-01%00',
];

/** Headers that other programs believe: about the method, the path, the person, or where a request is from. */
export const PERSUASIVE_HEADERS: Record<string, string> = {
  'X-HTTP-Method-Override': 'GET',
  'X-HTTP-Method': 'GET',
  'X-Method-Override': 'GET',
  'X-Forwarded-Method': 'GET',
  'X-Original-URL': '/api/tokens',
  'X-Forwarded-For': '127.0.0.1',
  'X-User': 'p-mira',
  'X-Requested-With': 'XMLHttpRequest',
  Upgrade: 'websocket',
  Origin: 'http://localhost:5173',
  'Sec-Fetch-Site': 'same-origin',
  Host: 'localhost',
  Forwarded: 'for=127.0.0.1;host=localhost',
  'X-Original-Method': 'GET',
  'Access-Control-Request-Method': 'GET',
  Cookie: `access_token=${signToken()}`,
};
