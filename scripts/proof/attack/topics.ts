import type { Topic } from './attack.ts';
import { authorization } from './attacks/authorization.ts';
import { bodies } from './attacks/bodies.ts';
import { credentials } from './attacks/credentials.ts';
import { csrf } from './attacks/csrf.ts';
import { methods } from './attacks/methods.ts';
import { paths } from './attacks/paths.ts';
import { refreshTokens } from './attacks/refresh-tokens.ts';
import { requests } from './attacks/requests.ts';
import { sessions } from './attacks/sessions.ts';
import { storedHtml } from './attacks/stored-html.ts';
import { wrongFirewall } from './attacks/wrong-firewall.ts';

/** Every attack on what only this app has: paths, forms, sessions, bodies, pages. */
export const topics: Topic[] = [
  paths,
  methods,
  authorization,
  wrongFirewall,
  sessions,
  csrf,
  credentials,
  refreshTokens,
  bodies,
  storedHtml,
  requests,
];
