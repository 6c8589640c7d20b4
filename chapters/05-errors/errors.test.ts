import './checks/5.1-write-the-entry-point.test.ts';
import './checks/5.2-tell-failures-apart.test.ts';
import './checks/5.3-check-who-owns-the-report.test.ts';
import './checks/5.4-respond-to-every-error.test.ts';
