import '../errors.test.ts';
