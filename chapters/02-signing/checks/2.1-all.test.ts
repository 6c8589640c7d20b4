import '../signing.test.ts';
