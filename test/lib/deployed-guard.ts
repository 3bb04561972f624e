import { DeployedPolicies } from './deployed-policies';
import { STACK_ID } from './deployed-template';
import { ACCOUNT, guarded, IN_REGION, REGION } from './fixture';

const trail = (name: string, account = ACCOUNT, region = REGION) =>
  `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;

export const OWN = trail('management');
export const OTHER = trail('other');
export const ORGANIZATION = trail('organization', '444455556666');
export const ELSEWHERE = trail('management', ACCOUNT, 'us-east-1');

export const DEFAULT_BUS = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/default`;

/** A guard in the account 111122223333, deployed to eu-west-1. */
export class DeployedGuard extends DeployedPolicies {
  constructor(props: Parameters<typeof guarded>[0] = {}, more?: Parameters<typeof guarded>[2]) {
    super(guarded(props, IN_REGION, more).template);
  }

  /** The roles of the functions, and of what invokes the guard's. */
  public readonly guard = this.role(/^TrailGuardPermissionsRole/);
  public readonly investigator = this.role(/^TrailGuardInvestigatorRole/);
  public readonly containment = this.role(/^TrailGuardContainmentPermissionsRole/);
  public readonly invoker = this.role(/Invoker/);

  public readonly guardFunction = this.function(/:TrailGuardFunction/);
  public readonly investigatorFunction = this.function(/:TrailGuardInvestigatorFunction/);
  public readonly containmentFunction = this.function(/:TrailGuardContainmentFunction/);

  public readonly table = this.arn('AWS::DynamoDB::Table');

  /** Everything that the stack has, and some things of others. */
  public get surroundings(): string[] {
    const types = [
      'CloudWatch::Alarm',
      'Lambda::Function',
      'SNS::Topic',
      'SQS::Queue',
      'Scheduler::Schedule',
      'IAM::Role',
      'Events::Rule',
    ];
    const logs = this.arns('AWS::Logs::LogGroup').map((arn) => arn.replace(/:\*$/, ''));
    return [
      ...types.flatMap((type) => this.arns(`AWS::${type}`)),
      this.table,
      `${this.table}/index/open`,
      ...logs.flatMap((log) => [log, `${log}:log-stream:2026/11/24`]),
      STACK_ID,
      DEFAULT_BUS,
      OWN,
      OTHER,
      ORGANIZATION,
      ELSEWHERE,
    ];
  }

  /** The functions that a role may invoke. */
  public async invokable(role: string): Promise<string[]> {
    const invoked: string[] = [];
    for (const arn of this.arns('AWS::Lambda::Function')) {
      if (await this.allows(role, 'lambda:InvokeFunction', arn)) invoked.push(arn);
    }
    return invoked;
  }

  private role(name: RegExp): string {
    return this.roles.find((role) => name.test(role)) ?? '';
  }

  private function(name: RegExp): string {
    return this.arns('AWS::Lambda::Function').find((arn) => name.test(arn)) ?? '';
  }
}
