import { inspect } from 'node:util';
import { expect } from '#check';
import {
  authorizationOf,
  clientOf,
  Network,
  secretsIn,
  statusOf,
  withoutAuthorization,
} from './network.ts';

/** URLs of other origins that look like `home`. */
export function lookAlikes(home: string): string[] {
  const { host, hostname, protocol } = new URL(home);
  const other = protocol === 'https:' ? 'http:' : 'https:';
  return [
    'https://elsewhere.example/api/me',
    `https://${hostname}:9443/api/me`,
    `${other}//${host}/api/me`,
    '//elsewhere.example/api/me',
    '/\\elsewhere.example/api/me',
    '/\t/elsewhere.example/api/me',
    ' //elsewhere.example/api/me',
    `${other}/elsewhere.example/api/me`,
    `https://${hostname}.elsewhere.example/api/me`,
    `https://elsewhere.example/?to=${home}/api/me`,
    `https://${host}@elsewhere.example/api/me`,
    `https://elsewhere-${hostname}/api/me`,
    `https://api.${host}/api/me`,
    `https://elsewhere.example/${host}/api/me`,
  ];
}

/** Sends requests to every look-alike of `home`, and expects that each arrives as it was given. */
export async function expectNoTokenElsewhere(home: string): Promise<void> {
  const network = new Network(home);
  const cairn = await clientOf(network.fetch, { origin: home });
  await cairn.fetch('/api/me');
  const urls = lookAlikes(home).flatMap((target) => [target, new URL(target, home)]);
  for (const target of urls) {
    const init = { method: 'PUT', headers: { 'X-Trail': 'larch-loop' }, body: 'x' };
    const what = target instanceof URL ? `new URL('${target.href}')` : inspect(target);
    const label = `the API is ${home}, and the request goes to ${what}`;
    const status = await statusOf(cairn.fetch(target, init));
    const sent = network.sent.at(-1);
    // fetch itself refuses a URL with a name in front of its host.
    if (String(target).includes('@')) {
      const origins = network.requests.slice(1).map(({ url }) => url.origin);
      expect(origins.includes(home), `whether the API got this request: ${label}`).toBe(false);
      continue;
    }
    expect(status, label).toBe(200);
    expect(authorizationOf(sent), `Authorization: ${label}`).toBe('none');
    expect(sent && secretsIn(withoutAuthorization(sent)), `secrets: ${label}`).toBe('none');
    expect(sent?.headers.get('x-trail'), `its own header: ${label}`).toBe('larch-loop');
    expect(sent?.method, `its method: ${label}`).toBe('PUT');
    expect(sent?.body, `its body: ${label}`).toBe('x');
    expect(sent?.redirect, `what it does with a redirect: ${label}`).toBe('follow');
  }
  const own = { headers: { Authorization: 'Basic of-the-caller' } };
  await cairn.fetch('https://elsewhere.example/', own);
  const label = 'Authorization to another origin, when the caller has set its own';
  expect(authorizationOf(network.sent.at(-1)), label).toBe('Basic of-the-caller');

  const same = home.replace('https://cairn', 'HTTPS://CAIRN');
  for (const target of [`${same}/api/me`, new URL('/api/me', home)]) {
    await cairn.fetch(target);
    const here = `Authorization to ${String(target)}, which is the API's origin`;
    expect(authorizationOf(network.sent.at(-1)), here).toBe('Bearer ey-token-1');
  }
}

/** A server that wants the token need only say 401. Expects that it gets none. */
export async function expectNoTokenAfterA401Elsewhere(): Promise<void> {
  const network = new Network();
  network.elsewhere = 401;
  const cairn = await clientOf(network.fetch);
  const target = 'https://elsewhere.example/api/me';
  expect(await statusOf(cairn.fetch(target)), `${target}, which answers 401`).toBe(401);
  const label = `the Authorization of all that is sent for ${target}, which answers 401`;
  expect(network.sent.map(authorizationOf), label).toEqual(['none']);
}
