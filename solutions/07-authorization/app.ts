import type { Express } from 'express';
import { type AppOptions, createApp as createTwoFirewalls } from '../06-two-firewalls/app.ts';
import { reportRules } from './report-rules.ts';

export type { AppOptions };

/** Chapter 6's app, in which voters decide who may do what with reports. */
export function createApp(options: AppOptions): Express {
  return createTwoFirewalls({ ...options, rules: reportRules(options) });
}
