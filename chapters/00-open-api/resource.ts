import type { RequestHandler, Router } from 'express';
import { Problem } from './problem.ts';

/** A method's handlers, run in order. */
// `any`, as in Express's own types: a handler states the params of its own path.
type Handlers = RequestHandler<any> | RequestHandler<any>[];

/** The methods of a path, each with its handlers. */
export type Methods = Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', Handlers>>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * Serves a path: each of these methods with its handlers, `OPTIONS` with the list of methods, and any
 * other method with 405.
 */
export function resource(router: Router, path: string, methods: Methods): void {
  const route = router.route(path);
  const served = METHODS.filter((method) => methods[method]);
  for (const method of served) route[method](methods[method]!);
  route.all(methodNotAllowed(...served));
}

/**
 * Answers the methods that a path doesn't have: 405 with the ones it has in `Allow` (RFC 9110
 * §15.5.6), and `OPTIONS` with 204 and the same `Allow`. Mount it after the path's handlers:
 * `api.all('/tokens', methodNotAllowed('post'))`.
 *
 * @param methods the methods that the path does have; `get` includes `HEAD`
 */
export function methodNotAllowed(...methods: (keyof Methods)[]): RequestHandler {
  const names = methods.flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method]));
  const allow = [...names.map((name) => name.toUpperCase()), 'OPTIONS'].sort().join(', ');
  return (request, response) => {
    if (request.method === 'OPTIONS') return void response.set('Allow', allow).status(204).end();
    throw new Problem(405, { detail: `This path supports ${allow}.`, headers: { Allow: allow } });
  };
}
