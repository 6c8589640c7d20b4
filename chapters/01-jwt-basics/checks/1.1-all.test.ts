import '../jwt-basics.test.ts';
