/** What every token of ours says of itself (RFC 9068): who issues it, for whom, for how long. */
export const ISSUER = 'https://cairn.example';
export const AUDIENCE = 'https://cairn.example/api';
export const CLIENT_ID = 'cairn';
/** The header's `typ` of a JWT access token (RFC 9068 §2.1). */
export const TOKEN_TYPE = 'at+jwt';
/** The only algorithm we sign with, and later the only one we accept. */
export const ALGORITHM = 'RS256';
/** Seconds from `iat` to `exp`. */
export const LIFETIME = 3600;
