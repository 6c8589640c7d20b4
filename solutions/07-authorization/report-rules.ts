import type { ReportRules } from '#api/routes.ts';
import { authorVoter } from './author-voter.ts';
import { authorize } from './authorize.ts';
import type { Voter } from './permission.ts';
import { postReport, type PostReportOptions } from './post-report.ts';
import { rangerVoter } from './ranger-voter.ts';

/** Who may do what with reports: all the voters there are. */
const voters: Voter[] = [authorVoter, rangerVoter];

/** Has the voters decide before a report is posted, changed or deleted. */
export function reportRules({ database, clock }: Omit<PostReportOptions, 'voters'>): ReportRules {
  return {
    post: postReport({ database, voters, clock }),
    beforeChange: [authorize('change', { database, voters })],
    beforeDelete: [authorize('delete', { database, voters })],
  };
}
