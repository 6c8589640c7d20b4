import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import express, { type Request, type Response } from 'express';
import { bearerTopics } from './bearer-topics.ts';
import { runAttack, runBearerAttack } from './run-attack.ts';
import { Target } from './target.ts';
import { topics } from './topics.ts';
import { type ConnectionWatch, watchConnections } from './watch-connections.ts';

let watch: ConnectionWatch;
/** For whoever only asks who they are, and changes nothing. */
let shared: Target;

beforeAll(async () => {
  watch = watchConnections((port) => Target.ports.has(port));
  shared = await Target.open();
});
afterAll(async () => {
  await shared.close();
  watch.stop();
});

describe.each(bearerTopics)('$title', ({ attacks }) => {
  test.each(attacks)('$name: $expected', async (attack) => {
    const target = attack.before ? await Target.open() : shared;
    try {
      expect(await runBearerAttack(target, attack), attack.why).toEqual([]);
    } finally {
      if (target !== shared) await target.close();
    }
  });
});

describe.each(topics)('$title', ({ attacks }) => {
  test.each(attacks)('$name: $expected.status', async (attack) => {
    expect(await runAttack(attack), attack.why).toEqual([]);
  });
});

describe('the suite itself', () => {
  test('has reached nobody: no jku, no x5u, no name was followed', () => {
    expect(watch.reached).toEqual([]);
  });

  test('would have seen it, had anyone been asked', async () => {
    const before = watch.reached.length;
    await fetch('http://127.0.0.1:47111/keys').catch(() => {});
    await fetch('http://keys.attacker.example/').catch(() => {});
    const seen = watch.reached.splice(before);
    expect(seen).toContain('127.0.0.1:47111');
    expect(seen.join()).toContain('keys.attacker.example');
  });

  test('has names that are each another’s', () => {
    const all = [...bearerTopics, ...topics];
    for (const { title, attacks } of all) {
      const names = attacks.map(({ name }) => name);
      expect(
        names.filter((name, index) => names.indexOf(name) !== index),
        title,
      ).toEqual([]);
    }
  });

  test('has good tokens among the forged ones', () => {
    const controls = bearerTopics.flatMap(({ attacks }) =>
      attacks.filter(({ rule }) => rule === 'control'),
    );
    expect(controls.every(({ expected }) => expected === 'accepted')).toBe(true);
    expect(controls.length).toBeGreaterThan(20);
  });

  test('catches an API that decodes, and does not verify', async () => {
    const gullible = () =>
      express().get('/api/me', (request: Request, response: Response) => {
        const payload = request.headers.authorization?.split('.')[1] ?? '';
        const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString());
        response.json({ id: sub });
      });
    const target = await Target.open({}, gullible);
    const forged = bearerTopics[0]!.attacks.filter(({ rule }) => rule !== 'control');
    try {
      for (const attack of forged) {
        expect(await runBearerAttack(target, attack), attack.name).not.toEqual([]);
      }
    } finally {
      await target.close();
    }
  });

  test('catches an answer that tells too much', async () => {
    const talkative = () => {
      const app = express().disable('x-powered-by').set('env', 'test');
      app.get('/api/me', () => {
        throw Object.assign(new Error('jwt malformed'), { status: 401 });
      });
      return app;
    };
    const target = await Target.open({}, talkative);
    try {
      const faults = await runBearerAttack(target, bearerTopics[0]!.attacks[0]!);
      expect(faults.join('\n')).toMatch(/a stack[^]+a file name[^]+a library's words/);
    } finally {
      await target.close();
    }
  });
});
