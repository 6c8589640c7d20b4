import type { BearerTopic } from './attack.ts';
import { algorithms } from './attacks/algorithms.ts';
import { authorizationHeader } from './attacks/authorization-header.ts';
import { audiences, issuers, sessionIds, subjects, times } from './attacks/claims.ts';
import { embeddedKeys } from './attacks/embedded-keys.ts';
import { contents, encoding } from './attacks/encoding.ts';
import { keyConfusion } from './attacks/key-confusion.ts';
import { kids } from './attacks/kid.ts';
import { extensions, types } from './attacks/types.ts';

/** Every attack with an `Authorization` header. */
export const bearerTopics: BearerTopic[] = [
  algorithms,
  keyConfusion,
  embeddedKeys,
  kids,
  types,
  extensions,
  issuers,
  audiences,
  subjects,
  sessionIds,
  times,
  encoding,
  contents,
  authorizationHeader,
];
