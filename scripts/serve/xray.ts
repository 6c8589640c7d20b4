import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Place } from './place.ts';
import type { XrayStep } from './answer.ts';

/** What Express 5's router publishes of each handler that it calls. */
interface Call {
  req: IncomingMessage & { baseUrl?: string };
  res: ServerResponse;
  handler: Function;
  /** A route's layers have a method, if only an undefined one. */
  layer: object;
  /** What the path was matched with: a route's path, or where middleware is mounted. */
  route?: unknown;
  errorHandler?: boolean;
  error?: unknown;
}

interface Station {
  call: Call;
  at: number;
  mountedAt: string;
  threw?: string;
}

/** Where functions were written, as far as the host can tell. */
export interface Places {
  of(fn: Function): Place;
}

/** More stations than any chapter has: a router that goes round in circles is not followed. */
const MOST = 200;

/**
 * Watches every request's way through the app, and leaves the app as it is: Express's router says
 * on Node's `diagnostics_channel` (`express.router.request`) what it calls.
 *
 * @param places finds out where a function was written
 * @param tell is given the way once the answer is out, and the port that the request came from
 */
export function xrayRequests(
  places: Places,
  tell: (port: number, steps: XrayStep[]) => void,
): void {
  const ways = new WeakMap<IncomingMessage, Station[]>();

  const start = (message: unknown) => {
    const call = message as Call;
    const { req, res } = call;
    const now = performance.now();
    let way = ways.get(req);
    if (!way) {
      ways.set(req, (way = []));
      const port = req.socket.remotePort ?? 0;
      const stations = way;
      res.once('close', () => tell(port, stepsOf(stations, performance.now(), places)));
    }
    if (res.headersSent || way.length >= MOST) return;
    way.push({ call, at: now, mountedAt: req.baseUrl ?? '' });
  };
  const error = (message: unknown) => {
    const call = message as Call;
    const station = ways.get(call.req)?.findLast((each) => each.call.handler === call.handler);
    if (station) station.threw = nameOf(call.error);
  };
  diagnostics.subscribe('tracing:express.router.request:start', start);
  diagnostics.subscribe('tracing:express.router.request:error', error);
}

function stepsOf(way: Station[], end: number, places: Places): XrayStep[] {
  return way.map(({ call, at, mountedAt, threw }, index): XrayStep => {
    const { name, file } = places.of(call.handler);
    const route = pathOf(call);
    return {
      name,
      ...(file !== undefined && { file }),
      mountedAt,
      ...(route !== undefined && { route }),
      kind: kindOf(call, name),
      // A handler is done when it hands on to the next one, or when the answer is out.
      ms: (way[index + 1]?.at ?? end) - at,
      ...(threw !== undefined && { threw }),
      answered: index === way.length - 1,
    };
  });
}

/** The path of the route that a handler belongs to; middleware belongs to none. */
function pathOf({ layer, route }: Call): string | undefined {
  return 'method' in layer && route !== undefined ? String(route) : undefined;
}

function kindOf(call: Call, name: string): XrayStep['kind'] {
  if (call.errorHandler) return 'error handler';
  if (pathOf(call) !== undefined) return 'route';
  return name === 'router' || name === 'mounted_app' ? 'router' : 'middleware';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error;
}
