/** The session has ended. Only the person can start another one, with their password. */
export class SignInRequired extends Error {
  override readonly name = 'SignInRequired';

  constructor() {
    super('The session has ended: sign in again.');
  }
}
