import { recorded } from './recorded.ts';
import type { Place } from './routes.ts';

/**
 * Which place of the app a path leads to, behind the firewall that has it.
 *
 * @param firewall its name; undefined for none
 * @param path the path as it goes on from there
 */
export function findPlace(firewall: string | undefined, path: string): Place {
  if (firewall === undefined) return /^\/\/?$/.test(path) ? 'home' : 'nowhere';
  // Express matches in any case. An id keeps its own.
  const [, first = '', second = '', ...more] = path.toLowerCase().split('/').slice(1);
  const id = path.split('/')[3] ?? '';
  if (more.length > 0) return firewall === 'api' ? 'api-nowhere' : 'office-nowhere';
  if (firewall === 'office') {
    if (first === '') return 'office';
    return second === '' && (first === 'login' || first === 'logout') ? first : 'office-nowhere';
  }
  switch (first) {
    case 'me':
      return second === '' ? 'me' : 'api-nowhere';
    case 'tokens':
      if (second === '') return 'tokens';
      return second === 'inspect' ? 'inspect' : 'api-nowhere';
    case 'trails':
      return second === '' ? 'trails' : trailPlace(decoded(id));
    case 'reports':
      return second === '' ? 'reports' : reportPlace(decoded(id));
    default:
      return 'api-nowhere';
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

/** A parameter as Express decodes it; undefined for what it answers 400 to. */
function decoded(parameter: string): string | undefined {
  try {
    return decodeURIComponent(parameter);
  } catch {
    return undefined;
  }
}
