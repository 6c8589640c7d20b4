import type { CredentialsId, Method } from './routes.ts';

/** A request to try, and what it is called. */
export interface Preset {
  label: string;
  method: Method;
  path: string;
  sent: CredentialsId;
}

/** Ways to slip by that have worked somewhere, and two good credentials at the wrong firewall. */
export const presets: Preset[] = [
  { label: 'In capitals', method: 'DELETE', path: '/API/Reports/r-01', sent: 'nothing' },
  { label: 'Doubled slashes', method: 'DELETE', path: '//api//reports/r-01', sent: 'nothing' },
  { label: 'An encoded letter', method: 'DELETE', path: '/%61pi/reports/r-01', sent: 'nothing' },
  { label: 'In by the office', method: 'GET', path: '/office/%2e%2e/api/me', sent: 'nothing' },
  { label: 'Dots and a semicolon', method: 'GET', path: '/office/..;/api/me', sent: 'nothing' },
  { label: 'An encoded slash', method: 'GET', path: '/api%2Fme', sent: 'good' },
  { label: 'A path parameter', method: 'GET', path: '/api;v=1/me', sent: 'good' },
  { label: 'The bees', method: 'GET', path: '/apiary', sent: 'good' },
  { label: 'The marmot', method: 'POST', path: '/api/reports', sent: 'cookie' },
  { label: 'A token at the office', method: 'GET', path: '/OFFICE/', sent: 'good' },
];
