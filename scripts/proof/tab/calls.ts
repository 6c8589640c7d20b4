import type * as buffer from 'node:buffer';
import type * as crypto from 'node:crypto';
import type * as http from 'node:http';
import type * as net from 'node:net';
import type * as path from 'node:path';
import type * as querystring from 'node:querystring';
import type * as url from 'node:url';
import type * as util from 'node:util';

/** Node's modules: its own, or the browser's. */
export interface Modules {
  buffer: typeof buffer;
  crypto: typeof crypto;
  http: typeof http;
  net: typeof net;
  path: typeof path;
  querystring: typeof querystring;
  url: typeof url;
  util: typeof util;
  Buffer: typeof Buffer;
}

/** Keys in PEM, made by Node. */
export type Pems = Record<string, { privateKey: string; publicKey: string }>;

/** Calls of Node's modules: each is made in Node and in the browser, and has to give the same. */
export const CALLS: Record<string, (modules: Modules, pems: Pems) => unknown> = {
  'buffer: encodings there and back': ({ Buffer }) =>
    [
      '',
      'a',
      'ab',
      'žluť',
      '\u{1F600}',
      'YWJj',
      'YW Jj=x',
      '-_-_',
      '//++',
      'ff0',
      '\ud800',
    ].flatMap((text) =>
      (['utf8', 'base64', 'base64url', 'hex', 'latin1', 'utf16le'] as const).map((encoding) => {
        const bytes = Buffer.from(text, encoding);
        return [
          bytes.toString('hex'),
          bytes.toString(encoding),
          bytes.toString(),
          Buffer.byteLength(text, encoding),
        ];
      }),
    ),
  'buffer: what is not well-formed': ({ Buffer, buffer }) =>
    ['c3', 'c328', 'e28228', 'f09f98', 'eda080', 'ff', 'c080', '41ff42'].map((hex) => [
      Buffer.from(hex, 'hex').toString('utf8'),
      buffer.isUtf8(Buffer.from(hex, 'hex')),
    ]),
  'crypto: digests': ({ crypto, Buffer }) =>
    ['sha1', 'sha256', 'SHA384', 'RSA-SHA512'].flatMap((name) =>
      [0, 1, 55, 64, 200].map((size) => {
        const data = Buffer.alloc(size, 7);
        return [
          crypto.createHash(name).update(data).digest('base64url'),
          crypto.createHmac(name, data).update('a').update(data).digest('hex'),
        ];
      }),
    ),
  'crypto: keys as they are told': ({ crypto }, pems) =>
    Object.values(pems).map(({ privateKey, publicKey }) => {
      const keys = [
        crypto.createPrivateKey(privateKey),
        crypto.createPublicKey(publicKey),
        crypto.createPublicKey(privateKey),
      ];
      return keys.map((key) => ({
        type: key.type,
        kind: key.asymmetricKeyType,
        details: Object.entries(key.asymmetricKeyDetails ?? {}).map(String),
        pem: key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }),
        jwk: Object.entries(key.export({ format: 'jwk' }))
          .sort()
          .map(String),
        same: keys.map((other) => other.type === key.type && key.equals(other)),
      }));
    }),
  'crypto: RSA signatures are the same bytes': ({ crypto, Buffer }, { rsa }) =>
    ['sha256', 'sha384', 'sha512'].map((hash) => {
      const signature = crypto.sign(hash, Buffer.from('a message'), rsa?.privateKey ?? '');
      return signature.toString('base64url');
    }),
  'crypto: signatures and what becomes of them when a bit is flipped': ({ crypto, Buffer }, pems) =>
    Object.entries(pems).map(([name, { privateKey, publicKey }]) => {
      const hash = name === 'ed25519' ? null : 'sha256';
      const options = [{}, { dsaEncoding: 'ieee-p1363' as const }, { padding: 6, saltLength: 32 }];
      return options.map((more) => {
        const data = Buffer.from('a message');
        const signature = crypto.sign(hash, data, { key: privateKey, ...more });
        const verifies = (bytes: Buffer) =>
          crypto.verify(hash, data, { key: publicKey, ...more }, bytes);
        const flipped = Buffer.from(signature);
        flipped[9] = (flipped[9] ?? 0) ^ 4;
        const short = signature.subarray(1);
        return [
          verifies(signature),
          verifies(flipped),
          verifies(short),
          name.startsWith('rsa') && signature.length,
        ];
      });
    }),
  'crypto: what is refused, and with which code': ({ crypto, Buffer }, { rsa, p256 }) => {
    const inputs = [
      '',
      'x',
      rsa?.publicKey,
      rsa?.publicKey.replaceAll('A', 'B'),
      p256?.privateKey.slice(0, 90),
      undefined,
      5,
    ];
    const code = (act: () => unknown) => {
      try {
        act();
        return 'none';
      } catch (error) {
        return `${(error as Error).name} ${(error as { code?: string }).code}`;
      }
    };
    return [
      ...inputs.map((input) => code(() => crypto.createPrivateKey(input as string))),
      code(() => crypto.createHash('none')),
      code(() => crypto.createHmac('none', 'a')),
      code(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'))),
      code(() => crypto.createHash('sha256').update(5 as never)),
      code(() => crypto.sign('none', Buffer.from(''), rsa?.privateKey ?? '')),
      code(() => crypto.createSecretKey(Buffer.from('a')).export({ format: 'jwk' })),
    ];
  },
  'url: request targets': ({ url }) =>
    [
      '/',
      '/a?b=c',
      '/a#b',
      '//a/b',
      '/a?',
      '?a=b',
      'http://a.example/b?c#d',
      'http://u:p@a:80/b',
      '/ü',
    ].map((text) => {
      const { pathname, search, query, hash, host, port, path } = url.parse(text);
      return { pathname, search, query, hash, host, port, path };
    }),
  'querystring: what comes more than once, and odd escapes': ({ querystring }) =>
    ['a=1&a=2&b', 'a=%20+', 'a[b]=c', '', '=x', 'a=%C5%BE'].map((text) =>
      Object.entries(querystring.parse(text)),
    ),
  'path: POSIX paths': ({ path }) =>
    ['/a/b/../c', 'a//b/', './x', '../../x', '/', '/a/b.c.ts'].map((text) => [
      path.normalize(text),
      path.join('/r', text),
      path.dirname(text),
      path.basename(text, '.ts'),
      path.extname(text),
      path.isAbsolute(text),
      path.relative('/r/s', path.join('/r', text)),
    ]),
  'util: what is printed': ({ util, Buffer }) => [
    util.inspect({
      a: [1, 'x', new Map([[1, { b: null }]])],
      c: Buffer.from('ab'),
      d: new Date(0),
    }),
    util.format('%s %d %j %o', 'a', 5, { a: 1 }, [1]),
    util.stripVTControlCharacters('\u001B[31mred\u001B[39m'),
    util.isDeepStrictEqual({ a: [1] }, { a: [1] }),
    util.isDeepStrictEqual({ a: [1] }, { a: [2] }),
  ],
  'net: addresses': ({ net }) =>
    ['127.0.0.1', '256.1.1.1', '::1', 'fe80::1', 'a', ''].map((text) => net.isIP(text)),
  'http: an exchange': ({ http }) =>
    new Promise((resolve, reject) => {
      const heard: unknown[] = [];
      const server = http.createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          const { method, url: target, headers } = request;
          heard.push({ method, target, body, cookie: headers.cookie, own: headers['x-own'] });
          response.setHeader('X-Many', ['a', 'b']);
          response.setHeader('x-one', 5);
          const codes = ['bad name', 'x-ok\n'].map((name) => {
            try {
              response.setHeader(name, 'a\nb');
              return 'none';
            } catch (error) {
              return (error as { code?: string }).code;
            }
          });
          heard.push(codes, response.getHeaderNames(), response.hasHeader('X-ONE'));
          response.statusCode = 201;
          if (request.method === 'POST') response.write('in ');
          response.end('pieces');
        });
      });
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as { port: number };
        const send = (method: string, body: string) =>
          new Promise<void>((done) => {
            const headers = [
              'Cookie',
              'a=1',
              'Cookie',
              'b=2',
              'X-Own',
              'x',
              'X-Own',
              'y',
              'Host',
              'a.example',
            ];
            const options = {
              host: '127.0.0.1',
              port,
              method,
              path: '/a?b=c',
              agent: false,
              headers,
            };
            const request = http.request(options as never, (response) => {
              let text = '';
              response.on('data', (chunk: Buffer) => (text += chunk.toString()));
              response.on('end', () => {
                const { statusCode, statusMessage, rawHeaders } = response;
                const fields = rawHeaders.map((each, at) =>
                  rawHeaders[at - 1] === 'Date' ? '' : each,
                );
                heard.push({ statusCode, statusMessage, fields, text });
                done();
              });
            });
            request.on('error', reject);
            request.end(body);
          });
        void send('POST', 'hello')
          .then(() => send('GET', ''))
          .then(() => send('HEAD', ''))
          .then(() => {
            server.close();
            resolve(heard);
          }, reject);
      });
    }),
};
