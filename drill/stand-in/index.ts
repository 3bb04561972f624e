import { type Assembly, readAssembly } from './assembly';
import { Background } from './background';
import { Callers } from './callers';
import { CloudTrail, type CloudTrailOptions } from './cloudtrail';
import { Delivery } from './delivery';
import { DeliveryChain, type DeliveryChainResources } from './delivery-chain';
import { Recorded } from './delivery-chain-recorder';
import { Tables } from './dynamodb';
import { EventBus } from './event-bus';
import { Faults } from './faults';
import { Gateway } from './gateway';
import { LambdaFunctions } from './lambda-functions';
import { findNode } from './node-binary';
import { AccountManagement, Organizations } from './organizations';
import { Scheduler } from './scheduler';
import { Topics } from './sns';
import { Queues } from './sqs';
import { type Resource, Template } from './template';
import { Timeline } from './timeline';
import type { World } from './world';

export interface StandInOptions {
  /** The cdk.out directory. */
  readonly assembly: string;
  /** @default - the only stack of the assembly */
  readonly stackName?: string;
  /** @default - the stack's own account, else 111122223333 */
  readonly accountId?: string;
  /** @default - the stack's own Region, else us-east-1 */
  readonly region?: string;
  /** @default aws */
  readonly partition?: string;
  /** The Node.js that functions run on. @default - Node.js 24 of the npm package `node`, else the current one */
  readonly nodePath?: string;
  /** Execution environments a function may have at a time. @default 2 */
  readonly maxConcurrency?: number;
  /** Waits before the retries of an asynchronous invocation, in Lambda 1 and 2 minutes. @default [1000, 2000] */
  readonly retryDelaysMs?: readonly number[];
  /** Wait before EventBridge and Scheduler try a target again. @default 100 */
  readonly targetRetryDelayMs?: number;
  /** How long an event is on its way to a rule's target; seconds in AWS. @default 0 */
  readonly deliveryDelayMs?: number;
  readonly cloudTrail?: Partial<CloudTrailOptions>;
}

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
  readonly tables = new Tables();
  readonly queues: Queues;
  readonly topics: Topics;
  readonly functions: LambdaFunctions;
  readonly bus: EventBus;
  readonly scheduler: Scheduler;
  readonly cloudTrail: CloudTrail;
  readonly organizations = new Organizations();
  readonly deliveryChain: DeliveryChain;
  #stopped: Promise<void> | undefined;

  private constructor(
    readonly world: World,
    private readonly gateway: Gateway,
    readonly endpoint: string,
    assembly: Assembly,
    options: StandInOptions,
  ) {
    const { maxConcurrency = 2, retryDelaysMs = [1000, 2000], targetRetryDelayMs = 100, deliveryDelayMs = 0 } = options;
    this.timeline = world.timeline;
    this.faults = world.faults;
    this.callers = world.callers;
    this.queues = new Queues(world);
    this.topics = new Topics(world, this.queues);
    this.functions = new LambdaFunctions(world, this.queues, {
      endpoint,
      nodePath: options.nodePath ?? findNode(),
      maxConcurrency,
      retryDelaysMs,
      assetDirectory: assembly.assetDirectory,
    });
    const delivery = new Delivery(world, this.functions, this.queues, targetRetryDelayMs);
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
    this.deliveryChain = new DeliveryChain(world, this.cloudTrail, this.topics, this.bus);
    for (const service of [this.cloudTrail, this.bus, this.scheduler]) gateway.add(service);
    const { services } = this.deliveryChain;
    for (const service of [...services, this.tables, this.organizations, new AccountManagement()]) {
      gateway.add(new Recorded(service, this.cloudTrail));
    }
    gateway.beforeEach(() => this.deliveryChain.tell());
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
    const standIn = new StandIn(world, gateway, await gateway.listen(), assembly, options);
    try {
      await standIn.tables.listen();
      const { template, stackName } = assembly;
      await standIn.#deploy(new Template(template, { accountId, region, partition, stackName }).resources());
      return standIn;
    } catch (error) {
      await standIn.stop();
      throw error;
    }
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

  /** Queues and functions come first: other resources point at them. */
  async #deploy(resources: readonly Resource[]): Promise<void> {
    const each = (type: string, deploy: (resource: Resource) => void): void =>
      resources.filter((resource) => resource.type === type).forEach(deploy);
    each('AWS::SQS::Queue', (resource) => this.queues.addQueue(resource));
    each('AWS::Lambda::Function', (resource) => this.functions.addFunction(resource));
    each('AWS::Lambda::EventInvokeConfig', (resource) => this.functions.addEventInvokeConfig(resource));
    each('AWS::SNS::Topic', (resource) => this.topics.addTopic(resource));
    each('AWS::SNS::Subscription', (resource) => this.topics.addSubscription(resource));
    each('AWS::Events::Rule', (resource) => this.bus.addRule(resource));
    each('AWS::Scheduler::Schedule', (resource) => this.scheduler.addSchedule(resource));
    each('AWS::CloudTrail::Trail', ({ ref, properties }) => {
      const { IsLogging, TrailName: _name, ...settings } = properties;
      this.cloudTrail.addTrail({ ...settings, Name: ref, isLogging: IsLogging === true });
    });
    for (const table of resources.filter(({ type }) => type === 'AWS::DynamoDB::Table')) {
      await this.tables.addTable(table);
    }
  }
}

export type { Caller, Identity } from './callers';
export type { CloudTrailRecord } from './cloudtrail-record';
export type { DeliveryChainResources } from './delivery-chain';
export type { Fault, FaultHandle, FaultOptions } from './faults';
export type { Metric } from './lambda-logs';
export type { PublishedMessage } from './sns-message';
export type { Mail } from './sns-subscriptions';
export type { TimelineEntry } from './timeline';
