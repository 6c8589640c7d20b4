import { recorded } from './recorded.ts';
import type { Place } from './routes.ts';

/**
 * Which place of the app a path leads to, behind the firewall that has it.
 *
 * @param firewall its name; undefined for none
 * @param path as the firewall's routes see it; the whole path for none
 */
export function findPlace(firewall: string | undefined, path: string): Place {
  if (firewall === undefined) return /^\/\/?$/.test(path) ? 'home' : 'nowhere';
  const nowhere = firewall === 'api' ? 'api-nowhere' : 'office-nowhere';
  if (firewall === 'office' && /^\/\/?$/.test(path)) return 'office';
  // As Express's routes: one slash at the end doesn't matter, and neither does the case but an id's.
  const segments = path
    .replace(/(.)\/$/, '$1')
    .split('/')
    .slice(1);
  if (segments.includes('')) return nowhere;
  const id = segments[1] ?? '';
  const [first = '', second, third, ...more] = segments.map((segment) => segment.toLowerCase());
  if (more.length > 0) return nowhere;
  if (firewall === 'office') {
    if (first === 'reports' && third === 'close') return closePlace(decoded(id));
    return second === undefined && (first === 'login' || first === 'logout') ? first : nowhere;
  }
  if (third !== undefined) return nowhere;
  switch (first) {
    case 'me':
      return second === undefined ? 'me' : nowhere;
    case 'tokens':
      if (second === undefined) return 'tokens';
      return second === 'inspect' ? 'inspect' : nowhere;
    case 'trails':
      return second === undefined ? 'trails' : trailPlace(decoded(id));
    case 'reports':
      return second === undefined ? 'reports' : reportPlace(decoded(id));
    default:
      return nowhere;
  }
}

function trailPlace(slug: string | undefined): Place {
  if (slug === undefined) return 'undecodable';
  return recorded.trails.includes(slug) ? 'trail' : 'trail-missing';
}

function reportPlace(id: string | undefined): Place {
  if (id === undefined) return 'undecodable';
  if (recorded.own.includes(id)) return 'report-own';
  return recorded.others.includes(id) ? 'report-others' : 'report-missing';
}

function closePlace(id: string | undefined): Place {
  if (id === undefined) return 'close-undecodable';
  return [...recorded.own, ...recorded.others].includes(id) ? 'close' : 'close-missing';
}

/** A parameter as Express decodes it; undefined if it answers 400 to that. */
function decoded(parameter: string): string | undefined {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return undefined;
  }
}
