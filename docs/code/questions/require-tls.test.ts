import express from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { answerProblems } from '#api/problem.ts';
import { requireTls } from './require-tls.ts';

/** An app behind as many proxies as it is told, which says what it takes the client for. */
function makeApp(trusted: boolean | number | string) {
  return express()
    .set('trust proxy', trusted)
    .get('/address', ({ ip, protocol, host }, response) => {
      response.json({ ip, protocol, host });
    })
    .use(requireTls)
    .get('/', (_request, response) => {
      response.sendStatus(204);
    })
    .use(answerProblems(() => {}));
}

// The client, 203.0.113.9, sends a forged header. One proxy adds what it has seen.
const forwarded = {
  Host: 'internal:3000',
  'X-Forwarded-For': '198.51.100.1, 203.0.113.9',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'evil.example',
};

describe('what Express believes', () => {
  // The page shows these rows.
  test.each([
    [0, '127.0.0.1', 'http', 'internal:3000'],
    [1, '203.0.113.9', 'https', 'evil.example'],
    ['loopback', '203.0.113.9', 'https', 'evil.example'],
    [2, '198.51.100.1', 'https', 'evil.example'],
    [true, '198.51.100.1', 'https', 'evil.example'],
  ])('trust proxy %s: %s, %s, %s', async (trusted, ip, protocol, host) => {
    const { body } = await request(makeApp(trusted)).get('/address').set(forwarded);
    expect({ ...body, ip: body.ip.replace('::ffff:', '') }).toEqual({ ip, protocol, host });
  });
});

describe('TLS', () => {
  test.each<[what: string, status: number, trusted: number, headers: Record<string, string>]>([
    ['plain HTTP is refused', 403, 0, {}],
    ['a client can’t claim TLS', 403, 0, { 'X-Forwarded-Proto': 'https' }],
    ['a proxy’s word counts', 204, 1, { 'X-Forwarded-Proto': 'https' }],
    ['a proxy’s word counts, also that it was plain', 403, 1, { 'X-Forwarded-Proto': 'http' }],
    ['a proxy that says nothing is no TLS', 403, 1, {}],
  ])('%s', async (_what, status, trusted, headers) => {
    const response = await request(makeApp(trusted)).get('/').set(headers);
    expect(response.status).toBe(status);
    expect(response.headers).not.toHaveProperty('location');
  });
});
