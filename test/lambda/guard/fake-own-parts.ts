import type { RepairAction } from '../../../lambda/guard/delivery/repairs';
import type {
  Finding,
  Inspection,
  InspectionScope,
  OwnPartsTools,
  OwnStack,
  PartKind,
} from '../../../lambda/guard/own-parts/own-parts';
import { partName } from '../../../lambda/guard/own-parts/part-name';
import { ENV_VERSION } from '../../../lib/contract/environment';
import type { OwnParts } from '../../../lib/contract/own-parts';
import { PARTS } from '../own-parts/parts';
import { awsError } from './aws-error';

/** What may be left out of a finding. */
type Broken = Pick<Finding, 'kind' | 'name' | 'technique'> & Partial<Finding>;

/**
 * The guard's parts in memory, as the guard sees them: `break` makes one differ, `repair` puts it back, `deploy` makes a
 * deployment of it. What CloudFormation, Lambda and the others would say is not looked at here: test/lambda/own-parts does
 * that. The parts themselves are PARTS.
 */
export class FakeOwnParts implements OwnPartsTools {
  stackId = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/TrailGuard/0a1b2c3d';
  status = 'CREATE_COMPLETE';
  deployedAt: Date;
  template: OwnParts = withVersion('1');
  readonly code: Record<string, string> = { Guard: 'as-deployed', Investigator: 'as-deployed' };
  readonly unconfirmed: string[] = [];
  /** Parts that cannot be read, by what they are called: `role GuardRole`. */
  readonly unreadable = new Set<string>();
  /** CloudFormation does not tell. */
  stackBroken = false;
  /** Repairs fail. */
  repairsBroken = false;
  private readonly findings = new Map<string, Finding>();

  constructor(
    private readonly call: (name: string) => Promise<void>,
    deployedAt: Date,
  ) {
    this.deployedAt = deployedAt;
  }

  /** Somebody changes a part. */
  break(broken: Broken): void {
    const finding: Finding = {
      field: 'state',
      expected: 'ENABLED',
      actual: 'DISABLED',
      repairable: true,
      advice: `aws repair ${broken.name}`,
      ...broken,
    };
    this.findings.set(`${partName(finding)}: ${finding.field}`, finding);
  }

  /** Somebody changes it back. */
  mend(): void {
    this.findings.clear();
  }

  get isIntact(): boolean {
    return this.findings.size === 0;
  }

  /** A deployment that is over. */
  deploy(at: Date, version?: string): void {
    this.deployedAt = at;
    this.status = 'UPDATE_COMPLETE';
    if (version !== undefined) {
      this.template = withVersion(version);
    }
  }

  async stack(): Promise<OwnStack> {
    await this.call('stack');
    this.requireStack();
    return { status: this.status, deployedAt: this.deployedAt.toISOString(), id: this.stackId };
  }

  async parts(): Promise<OwnParts> {
    await this.call('parts');
    this.requireStack();
    return this.template;
  }

  async inspect(parts: OwnParts, scope: InspectionScope): Promise<Inspection> {
    await this.call(`inspect ${scope}`);
    const names = namesOf(parts).filter((name) => scope === 'all' || /^(rule|schedule) /.test(name));
    const seen = names.filter((name) => !this.unreadable.has(name));
    const findings = [...this.findings.values()].filter((finding) => seen.includes(partName(finding)));
    const broken = new Set(findings.map(partName));
    return {
      findings,
      intact: seen.filter((name) => !broken.has(name)),
      unreadable: names
        .filter((name) => this.unreadable.has(name))
        .map((part) => ({ part, error: 'AccessDeniedException: no' })),
      code: scope === 'all' ? { ...this.code } : {},
      unconfirmed: scope === 'all' ? [...this.unconfirmed] : [],
    };
  }

  async repair(_: OwnParts, findings: readonly Finding[]): Promise<RepairAction[]> {
    const names = new Set(findings.filter(({ repairable }) => repairable).map(partName));
    const actions: RepairAction[] = [];
    for (const [key, finding] of this.findings) {
      const name = partName(finding);
      if (!names.has(name) || !finding.repairable) {
        continue;
      }
      await this.call(`repair ${name}`);
      const action = `put the guard's own ${name} back: ${finding.field}`;
      if (this.repairsBroken) {
        actions.push({ action, result: 'failed', detail: 'AccessDeniedException: no' });
      } else {
        this.findings.delete(key);
        actions.push({ action, result: 'succeeded' });
      }
    }
    return actions;
  }

  private requireStack(): void {
    if (this.stackBroken) {
      throw awsError('AccessDenied', 'not authorized to perform: cloudformation:DescribeStacks');
    }
  }
}

function withVersion(version: string): OwnParts {
  const functions = PARTS.functions.map((one) => ({
    ...one,
    environment: { ...one.environment, [ENV_VERSION]: `0.2.0+${version}` },
  }));
  return { ...PARTS, functions };
}

function namesOf(parts: OwnParts): string[] {
  const named: readonly (readonly [PartKind, string])[] = [
    ...parts.rules.map(({ name }) => ['rule', name] as const),
    ['schedule', parts.schedule.name],
    ...parts.functions.flatMap(({ name }) => [['function', name] as const, ['permission', name] as const]),
    ...parts.roles.map(({ name }) => ['role', name] as const),
    ...parts.topics.flatMap(({ arn }) => [['topic', arn] as const, ['subscription', arn] as const]),
    ['table', parts.table.name],
    ['queue', parts.queue.arn.split(':').at(-1) ?? ''],
    ...parts.alarms.map(({ name }) => ['alarm', name] as const),
    ...parts.logGroups.map(({ name }) => ['log-group', name] as const),
  ];
  return named.map(([kind, name]) => partName({ kind, name }));
}
