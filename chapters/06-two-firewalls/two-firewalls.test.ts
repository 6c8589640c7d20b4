import './checks/6.1-mount-the-firewalls.test.ts';
import './checks/6.2-put-the-api-firewall-together.test.ts';
import './checks/6.3-set-the-rules-for-sessions.test.ts';
import './checks/6.4-refuse-forged-forms.test.ts';
import './checks/6.5-sign-a-ranger-in.test.ts';
import './checks/6.6-sign-out.test.ts';
