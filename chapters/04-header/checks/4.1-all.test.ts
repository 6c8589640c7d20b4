import '../header.test.ts';
