import '../authenticator.test.ts';
