/** The methods that can be tried, in the order of the recording's rows. */
export const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof methods)[number];

/** What can be sent along, in the order of the recording's columns. All of it is Inês's, the ranger's. */
export const credentials = [
  { id: 'nothing', label: 'Nothing', short: 'nothing' },
  { id: 'good', label: 'A good token', short: 'token' },
  { id: 'expired', label: 'A token past its exp', short: 'expired' },
  { id: 'cookie', label: 'The office’s cookie', short: 'cookie' },
  { id: 'both', label: 'A good token and the cookie', short: 'both' },
] as const;
export type CredentialsId = (typeof credentials)[number]['id'];

/** The places of the app that answer differently, each with a path that leads there. */
export const places = {
  home: '/',
  nowhere: '/apiary',
  trails: '/api/trails',
  trail: '/api/trails/larch-loop',
  'trail-missing': '/api/trails/yellow-brick-road',
  reports: '/api/reports',
  'report-own': '/api/reports/r-02',
  'report-others': '/api/reports/r-01',
  'report-missing': '/api/reports/r-none',
  undecodable: '/api/reports/%E0%A4',
  me: '/api/me',
  tokens: '/api/tokens',
  inspect: '/api/tokens/inspect',
  'api-nowhere': '/api/huts',
  office: '/office',
  login: '/office/login',
  logout: '/office/logout',
  close: '/office/reports/r-02/close',
  'close-missing': '/office/reports/r-none/close',
  'close-undecodable': '/office/reports/%E0%A4/close',
  'office-nowhere': '/office/huts',
} as const;
export type Place = keyof typeof places;
