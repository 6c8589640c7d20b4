import './checks/4.1-read-the-authorization-header.test.ts';
import './checks/4.2-take-the-author-from-the-token.test.ts';
import './checks/4.3-send-the-token-to-one-origin-only.test.ts';
import './checks/4.4-allow-pages-from-other-origins.test.ts';
