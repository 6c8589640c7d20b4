import './checks/1.1-decode-base64url.test.ts';
import './checks/1.2-take-a-token-apart.test.ts';
import './checks/1.3-read-the-times.test.ts';
import './checks/1.4-add-the-inspection-endpoint.test.ts';
