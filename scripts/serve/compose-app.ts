import type { RequestListener } from 'node:http';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Database } from '#api/database.ts';
import { answerProblems, notFound } from '#api/problem.ts';
import { NotWrittenYet } from '#api/todo.ts';
import type { Source } from '../course/chapters.ts';
import { givenKeys, type KeyText } from './given-keys.ts';

/** What an app signs with. */
export interface AppSecrets {
  /** The folder of the chapter that loads the key pair. */
  keysSlug: string;
  keys: KeyText;
  sessionSecret: string;
}

/** What an app is made of. */
export interface AppParts {
  tree: Source;
  /** The chapter's folder. */
  slug: string;
  database: Database;
  /** Undefined for a chapter before the first that loads a key pair. */
  secrets: AppSecrets | undefined;
  /** Loads a file of the tree: `03-authenticator/app.ts`. */
  load: (path: string) => Promise<Record<string, unknown>>;
  log: (error: unknown) => void;
}

/** The learner's app, or one that says which task it is waiting for, within one that answers 501. */
export async function composeApp(parts: AppParts): Promise<{ app: Express; unwritten?: string }> {
  const outer = express().disable('x-powered-by');
  let unwritten: NotWrittenYet | undefined;
  try {
    outer.use(await learnersApp(parts));
  } catch (error) {
    if (!(error instanceof NotWrittenYet)) throw error;
    unwritten = error;
    outer.use(() => {
      throw error;
    });
  }
  outer.use(notFound);
  outer.use(answerProblems(parts.log));
  outer.use(afterTheAnswer(parts.log));
  return { app: outer, ...(unwritten ? { unwritten: unwritten.detail } : {}) };
}

/** An answer can't be taken back: what is wrong after it is logged, and ends the connection. */
function afterTheAnswer(log: AppParts['log']): ErrorRequestHandler {
  return (error, request, response, _next) => {
    log(error);
    if (!response.writableEnded) request.socket.destroy();
  };
}

async function learnersApp(parts: AppParts): Promise<RequestListener> {
  const { tree, slug, database, secrets, load, log } = parts;
  const options: Record<string, unknown> = {
    database,
    clock: Date.now,
    log,
    origins: ['http://localhost:5173'],
    tls: false,
  };
  if (secrets) {
    const { loadKeyPair } = await load(`${secrets.keysSlug}/key-pair.ts`);
    options['keys'] = keysOf(secrets.keys, loadKeyPair as (text: KeyText) => unknown);
    options['sessionSecret'] = secrets.sessionSecret;
  }
  const file = `${slug}/app.ts`;
  const { createApp } = await load(file);
  if (typeof createApp !== 'function') throw new Error(`${tree}/${file} exports no createApp.`);
  const app: unknown = await createApp(options);
  if (typeof app !== 'function') {
    throw new Error(`createApp in ${tree}/${file} returns ${app}; it must return the app.`);
  }
  return app as RequestListener;
}

/** The learner's key pair or, as long as loading one isn't written, the same keys loaded by us. */
function keysOf(text: KeyText, loadKeyPair: (text: KeyText) => unknown): unknown {
  try {
    return loadKeyPair(text);
  } catch (error) {
    if (error instanceof NotWrittenYet) return givenKeys(text);
    throw error;
  }
}
