import type { AccountClient } from '@aws-sdk/client-account';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { GuardDutyClient } from '@aws-sdk/client-guardduty';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { SecurityHubClient } from '@aws-sdk/client-securityhub';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { InvestigationPolicy } from '../../lib/contract/investigation-policy';
import type { InvestigationAnswer } from '../../lib/contract/investigation-request';
import type { Log } from '../common/log';
import type { CallCounter } from './count-calls';
import type { KeepList } from './list';

/** What is asked. Clients of a Region are made when they are first used. */
export interface Clients {
  readonly account: AccountClient;
  cloudTrail(region: string): CloudTrailClient;
  /** For event history: what is tried again keeps a pace of its own. */
  eventHistory(region: string): CloudTrailClient;
  ec2(region: string): EC2Client;
  readonly guardDuty: GuardDutyClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly organizations: OrganizationsClient;
  readonly securityHub: SecurityHubClient;
  readonly ssm: SSMClient;
}

export interface InvestigatorDependencies {
  readonly policy: InvestigationPolicy;
  readonly guardRoleArn: string;
  readonly clients: Clients;
  /** How many calls were made with the clients so far. */
  readonly counter: CallCounter;
  /** Keeps the whole list of what happened in the dark, where the user gives a bucket. */
  readonly list?: KeepList;
  /** Tells the guard. */
  readonly answer: (functionName: string, answer: InvestigationAnswer) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}
