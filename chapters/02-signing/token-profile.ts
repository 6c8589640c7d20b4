/** What every token of this API says about itself (RFC 9068 §2). */
export const ISSUER = 'https://cairn.example';
export const AUDIENCE = 'https://cairn.example/api';
export const CLIENT_ID = 'cairn';
/** The header's `typ` of a JWT access token (RFC 9068 §2.1). */
export const TOKEN_TYPE = 'at+jwt';
/** The only algorithm we sign with and, later, the only one we accept. */
export const ALGORITHM = 'RS256';
/** Seconds from `iat` to `exp`. */
export const LIFETIME = 3600;
