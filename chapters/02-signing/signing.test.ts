import './checks/2.1-sign-an-access-token.test.ts';
import './checks/2.2-check-the-password.test.ts';
import './checks/2.3-read-basic-credentials.test.ts';
import './checks/2.4-answer-with-a-token.test.ts';
import './checks/2.5-load-the-key-pair.test.ts';
