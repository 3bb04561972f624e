import { AccountManagement } from './account-management';
import { type Assembly, readAssembly } from './assembly';
import { Background } from './background';
import { Callers } from './callers';
import { CloudFormation } from './cloudformation';
import { CloudTrail } from './cloudtrail';
import { Alarms } from './cloudwatch';
import { Delivery } from './delivery';
import { DeliveryChain, type DeliveryChainResources } from './delivery-chain';
import { Recorded, type RecordedService } from './delivery-chain-recorder';
import { deploy } from './deploy';
import { Tables } from './dynamodb';
import { Network } from './ec2';
import { EventBus } from './event-bus';
import { Faults } from './faults';
import { Gateway } from './gateway';
import { GuardDuty } from './guard-duty';
import { Iam } from './iam';
import { LambdaApi } from './lambda-api';
import { LambdaFunctions } from './lambda-functions';
import type { LogGroups } from './logs';
import { findNode } from './node-binary';
import type { StandInOptions } from './options';
import { Organizations } from './organizations';
import { RolePermissions } from './role-permissions';
import { Scheduler } from './scheduler';
import { SecurityHub } from './security-hub';
import { Topics } from './sns';
import { Queues } from './sqs';
import { ChangeCalendars } from './ssm';
import { SecurityTokens } from './sts';
import { Template } from './template';
import { Timeline } from './timeline';
import type { World } from './world';

/**
 * A stand-in of the AWS services that the guard touches, on 127.0.0.1: a test double for drills and tests, made from the
 * synthesized template. Point any AWS SDK at `endpoint`, with the credentials of a registered caller. It checks neither
 * signatures nor permissions; it sends no mail and evaluates no alarms. The AWS facts that it copies are named by their
 * numbers in docs/aws-facts.md.
 */
export class StandIn {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly callers: Callers;
  readonly tables: Tables;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly functions: LambdaFunctions;
  readonly bus: EventBus;
  readonly scheduler: Scheduler;
  readonly cloudTrail: CloudTrail;
  readonly organizations = new Organizations();
  readonly accountManagement: AccountManagement;
  readonly iam: Iam;
  readonly network: Network;
  readonly guardDuty = new GuardDuty();
  readonly securityHub: SecurityHub;
  readonly changeCalendars = new ChangeCalendars();
  readonly deliveryChain: DeliveryChain;
  readonly rolePermissions: RolePermissions;
  readonly alarms: Alarms;
  /** The stack that was deployed. */
  readonly stack: CloudFormation;
  #stopped: Promise<void> | undefined;

  private constructor(
    readonly world: World,
    private readonly gateway: Gateway,
    readonly endpoint: string,
    assembly: Assembly,
    private readonly template: Template,
    options: StandInOptions,
  ) {
    const { maxConcurrency = 2, retryDelaysMs = [1000, 2000], targetRetryDelayMs = 100, deliveryDelayMs = 0 } = options;
    this.timeline = world.timeline;
    this.faults = world.faults;
    this.callers = world.callers;
    this.tables = new Tables(world.partition);
    this.queues = new Queues(world);
    this.topics = new Topics(world, this.queues);
    this.functions = new LambdaFunctions(world, this.queues, {
      endpoint,
      nodePath: options.nodePath ?? findNode(),
      maxConcurrency,
      retryDelaysMs,
      assetDirectory: assembly.assetDirectory,
    });
    this.iam = new Iam(world);
    this.rolePermissions = new RolePermissions(this.iam.roles);
    const mayAct = (roleArn: string, action: string): boolean => this.rolePermissions.mayAct(roleArn, action);
    const { functions, queues, topics } = this;
    const delivery = new Delivery(world, { functions, queues, topics, mayAct }, targetRetryDelayMs);
    this.bus = new EventBus(world, delivery, deliveryDelayMs);
    this.scheduler = new Scheduler(world, delivery);
    this.cloudTrail = new CloudTrail(world, this.bus, {
      historyLagMs: 0,
      lookupEventsPerSecond: 2,
      statusLagMs: 0,
      stopEventReachesBus: true,
      memberWriteError: 'NotOrganizationMasterAccountException',
      ...options.cloudTrail,
    });
    this.alarms = new Alarms(world);
    this.stack = new CloudFormation(assembly.stackName, template);
    this.network = new Network(world);
    this.securityHub = new SecurityHub(world);
    this.accountManagement = new AccountManagement(world);
    this.deliveryChain = new DeliveryChain(world, this.cloudTrail, this.topics, this.iam.roles, this.bus);
    gateway.add(this.cloudTrail);
    for (const service of this.#recordedServices()) gateway.add(new Recorded(service, this.cloudTrail));
    gateway.beforeEach(() => this.deliveryChain.tell());
    gateway.refuse((caller, action) => this.rolePermissions.refusal(caller, action));
  }

  static async start(options: StandInOptions): Promise<StandIn> {
    const assembly = readAssembly(options.assembly, options.stackName);
    const { partition = 'aws' } = options;
    const accountId = options.accountId ?? assembly.accountId ?? '111122223333';
    const region = options.region ?? assembly.region ?? 'us-east-1';
    const world: World = {
      accountId,
      region,
      partition,
      timeline: new Timeline(),
      background: new Background(),
      faults: new Faults(),
      callers: new Callers(accountId, partition),
    };
    const gateway = new Gateway(world);
    const place = { accountId, region, partition, stackName: assembly.stackName };
    const template = new Template(assembly.template, place, options.parameters);
    const standIn = new StandIn(world, gateway, await gateway.listen(), assembly, template, options);
    try {
      await standIn.tables.listen();
      await standIn.redeploy();
      return standIn;
    } catch (error) {
      await standIn.stop();
      throw error;
    }
  }

  /** Puts every resource back to what the template says. Nobody hears of it, and no trail is touched. */
  redeploy(): Promise<void> {
    return deploy(this, this.template.resources());
  }

  get logGroups(): LogGroups {
    return this.deliveryChain.logGroups;
  }

  #recordedServices(): RecordedService[] {
    return [
      this.bus,
      this.scheduler,
      new LambdaApi(this.functions),
      this.queues,
      this.alarms,
      this.stack,
      ...this.deliveryChain.services,
      this.tables,
      this.iam,
      new SecurityTokens(this.world, this.iam.roles),
      this.network,
      this.guardDuty,
      this.securityHub,
      this.changeCalendars,
      this.organizations,
      this.accountManagement,
    ];
  }

  /** Makes healthy what a trail delivers through. A trail of whose resources the stand-in has none counts as healthy. */
  addDeliveryChain(resources: DeliveryChainResources): void {
    this.deliveryChain.add(resources);
  }

  /** Resolves when all is quiet: no event on its way, no invocation running or waiting for its retry. */
  settled(): Promise<void> {
    return this.world.background.settled();
  }

  /** Ends every process and closes every socket. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.scheduler.pause();
    await Promise.all([this.world.background.stop(), this.functions.stop()]);
    await Promise.all([this.gateway.close(), this.tables.close()]);
  }
}

export type { Caller, Identity } from './callers';
export type { CloudTrailRecord } from './cloudtrail-record';
export type { DeliveryChainResources } from './delivery-chain';
export type { NetworkAddress } from './ec2-items';
export type { Fault, FaultHandle, FaultOptions } from './faults';
export type { Metric } from './lambda-logs';
export type { StandInOptions } from './options';
export type { PublishedMessage } from './sns-message';
export type { Mail } from './sns-subscriptions';
export type { TimelineEntry } from './timeline';
