import './checks/3.1-verify-the-signature.test.ts';
import './checks/3.2-check-who-its-from-and-for.test.ts';
import './checks/3.3-check-the-times.test.ts';
import './checks/3.4-write-the-bearer-authenticator.test.ts';
import './checks/3.5-guard-the-routes.test.ts';
import './checks/3.6-lock-the-changes.test.ts';
