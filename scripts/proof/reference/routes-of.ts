import express, { type Express, type Router } from 'express';

/** A path of a router's: its methods, or the router that is mounted there. */
interface Listed {
  path: string;
  methods?: string[];
  router?: Listing;
}
type Listing = Router & { listRoutes(): Listed[] };

/**
 * The routes of an app, as `GET /api/trails`, in no order. `HEAD` and `OPTIONS` go without saying.
 *
 * It notes each router that the app makes meanwhile: behind a middleware of our own, like chapter
 * 6's firewalls, Express cannot list them.
 */
export function routesOf(createApp: () => Express): string[] {
  const made: Listing[] = [];
  const { Router: makeRouter } = express;
  express.Router = ((...options: []) => {
    const router = makeRouter(...options) as Listing;
    made.push(router);
    return router;
  }) as typeof makeRouter;
  try {
    made.push(createApp().router as unknown as Listing);
  } finally {
    express.Router = makeRouter;
  }
  const mounted = made.flatMap((router) => router.listRoutes().map((listed) => listed.router));
  const outermost = made.filter((router) => !mounted.includes(router));
  return [...new Set(outermost.flatMap((router) => routesIn(router, '')))];
}

function routesIn(router: Listing, base: string): string[] {
  return router.listRoutes().flatMap(({ path, methods, router: inner }) => {
    const whole = `${base}${path}`;
    if (inner) return routesIn(inner, whole.replace(/\/$/, ''));
    return (methods ?? [])
      .filter((method) => /^(GET|POST|PUT|PATCH|DELETE)$/.test(method))
      .map((method) => `${method} ${whole.replace(/(.)\/$/, '$1')}`);
  });
}
