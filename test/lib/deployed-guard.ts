import type { TrailGuardProps } from '../../lib';
import { DeployedPolicies } from './deployed-policies';
import { guarded, IN_REGION } from './fixture';

const trail = (name: string, account = '111122223333', region = 'eu-west-1') =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

export const OWN = trail('management');
export const OTHER = trail('other');
export const ORGANIZATION = trail('organization', '444455556666');
export const ELSEWHERE = trail('management', '111122223333', 'us-east-1');

/** A guard in the account 111122223333, deployed to eu-west-1. */
export class DeployedGuard extends DeployedPolicies {
  constructor(props: TrailGuardProps | Parameters<typeof guarded>[0] = {}) {
    super(guarded(props, IN_REGION).template);
  }

  public readonly guard = this.roles.find((role) => role.includes('PermissionsRole')) ?? '';
  public readonly invoker = this.roles.find((role) => role.includes('Invoker')) ?? '';
  public readonly table = this.arn('AWS::DynamoDB::Table');
  public readonly log = this.arn('AWS::Logs::LogGroup').replace(/:\*$/, '');

  /** Everything that the stack has, and some things of others. */
  public get surroundings(): string[] {
    const types = ['Lambda::Function', 'SNS::Topic', 'SQS::Queue', 'Scheduler::Schedule', 'IAM::Role', 'Events::Rule'];
    return [
      ...types.map((type) => this.arn(`AWS::${type}`)),
      this.table,
      `${this.table}/index/open`,
      this.log,
      `${this.log}:log-stream:2026/11/24`,
      OWN,
      OTHER,
      ORGANIZATION,
      ELSEWHERE,
    ];
  }
}
