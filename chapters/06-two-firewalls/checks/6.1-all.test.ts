import '../two-firewalls.test.ts';
