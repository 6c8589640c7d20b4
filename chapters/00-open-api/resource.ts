import type { RequestHandler, Router } from 'express';
import { Problem } from './problem.ts';

/** A method's handlers, run in order. */
// `any`, as in Express's own types: a handler states the params of its own path.
type Handlers = RequestHandler<any> | RequestHandler<any>[];

/** What a path answers to. */
export type Methods = Partial<Record<'get' | 'post' | 'patch' | 'delete', Handlers>>;

/**
 * Serves a path: each method with its handlers, `OPTIONS` with the list of methods, any other
 * method with 405 and the same list in `Allow` (RFC 9110 §15.5.6).
 */
export function resource(router: Router, path: string, methods: Methods): void {
  const route = router.route(path);
  const allowed = ['OPTIONS'];
  for (const method of ['get', 'post', 'patch', 'delete'] as const) {
    const handlers = methods[method];
    if (!handlers) continue;
    route[method](handlers);
    allowed.push(...(method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  }
  const allow = allowed.sort().join(', ');
  route.options((_request, response) => void response.set('Allow', allow).status(204).end());
  route.all(() => {
    throw new Problem(405, { detail: `This path takes ${allow}.`, headers: { Allow: allow } });
  });
}
