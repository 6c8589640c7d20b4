import { encodePart, goodHeader, signToken } from '#check';
import type { Tokens } from './outcome.ts';

/** What a client can send that isn't a token at all, or that surprises a library. */
export function oddTokens(): Tokens {
  const jwtTyped = goodHeader({ typ: 'JWT' });
  const [header, payload, signature] = signToken().split('.') as [string, string, string];
  return {
    'an empty string': '',
    'a string that isn’t a token': 'not.a-token',
    'two dots': '..',
    'brackets and quotes': '{"alg":"none"}.{}.',
    'a token with two parts': `${header}.${payload}`,
    'a token with four parts': `${header}.${payload}.${signature}.${signature}`,
    'an encrypted token, which has five parts': `${header}.${payload}.${payload}.${payload}.${signature}`,
    'a token in Chinese': '令.牌.签',
    'a very long string': `${'A'.repeat(50_000)}.${'A'.repeat(50_000)}.A`,
    'a token whose header isn’t JSON': `${encodePart('{"alg":"RS256"')}.${payload}.${signature}`,
    'a token whose header is null': `${encodePart('null')}.${payload}.${signature}`,
    'a token whose header is a number': `${encodePart('7')}.${payload}.${signature}`,
    'a token without an alg': `${encodePart({})}.${payload}.${signature}`,
    'a token with an ES256 signature of the wrong length': `${encodePart(goodHeader({ alg: 'ES256' }))}.${payload}.AAAA`,
    'a token typed JWT and signed by nobody, with a payload that isn’t JSON': `${encodePart(jwtTyped)}.${encodePart('oops')}.${signature}`,
    'a token typed JWT and signed by our key, with a payload that isn’t JSON': signToken(
      '{"sub":',
      jwtTyped,
    ),
    'a token signed by our key, with a payload that isn’t JSON': signToken('{"sub":'),
    'a token signed by our key, with a payload that isn’t UTF-8': signToken(
      Buffer.from('{"sub":"\xff"}', 'latin1'),
    ),
  };
}
