import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudTrailClient, GetTrailStatusCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { reasonNotCovered } from './deployed-guard';
import { DrillTrail } from './drill-trail';
import type { DrillOptions, DrillResult, Screen } from './result';

const SCENARIO = "a drill's own trail is stopped";
const POLL_MILLISECONDS = 500;

/** The drill on an emulator or a real account, against the guard that is deployed there. */
export async function drillRemote(options: DrillOptions, screen: Screen, signal: AbortSignal): Promise<DrillResult[]> {
  const timeout = Number(options.timeout);
  if (!(timeout > 0)) {
    throw new Error(`--timeout ${options.timeout}: must be a number of seconds above 0`);
  }
  const config = clientConfig(options);
  const cloudTrail = new CloudTrailClient(config);
  const region = await cloudTrail.config.region();
  const { Account: account = '', Arn: caller = '' } = await new STSClient(config).send(
    new GetCallerIdentityCommand({}),
  );

  const reason = await reasonNotCovered(new LambdaClient(config));
  if (reason !== undefined) {
    return [{ scenario: SCENARIO, restored: false, note: reason }];
  }
  const s3 = new S3Client({ ...config, forcePathStyle: options.endpoint !== undefined });
  const trail = new DrillTrail({ cloudTrail, s3 }, caller.split(':')[1] ?? 'aws', account, region);
  await confirm(
    options,
    `Make the trail ${trail.name} and the bucket ${trail.bucket} in ${account} ${region}, stop the trail, remove both`,
  );

  screen.title(`${SCENARIO}: ${trail.arn}`);
  try {
    await trail.create();
    return [await attack(trail, cloudTrail, timeout, screen, signal)];
  } finally {
    await removeAll(trail, screen);
  }
}

/** @throws if anything is left, which would cost money and confuse people */
async function removeAll(trail: DrillTrail, screen: Screen): Promise<void> {
  const left = await trail.remove();
  if (left.length > 0) {
    throw new Error(`not everything that the drill made could be removed; remove it by hand:\n${left.join('\n')}`);
  }
  screen.text(
    '\nThe trail and the bucket are removed. If a sweep saw the trail, the guard reports it as missing once: that is this drill.',
  );
}

async function attack(
  { arn }: DrillTrail,
  cloudTrail: CloudTrailClient,
  timeout: number,
  screen: Screen,
  signal: AbortSignal,
): Promise<DrillResult> {
  await cloudTrail.send(new StopLoggingCommand({ Name: arn }));
  const stopped = Date.now();
  const elapsed = () => (Date.now() - stopped) / 1000;
  screen.line(0, 'attacker', 'cloudtrail:StopLogging');
  while (elapsed() < timeout) {
    await sleep(POLL_MILLISECONDS, undefined, { signal });
    const { IsLogging, StartLoggingTime, StopLoggingTime } = await cloudTrail.send(
      new GetTrailStatusCommand({ Name: arn }),
    );
    if (IsLogging && StartLoggingTime && StopLoggingTime && StartLoggingTime >= StopLoggingTime) {
      screen.line(elapsed(), 'guard', `seen logging since ${StartLoggingTime.toISOString()}`);
      const dark = (StartLoggingTime.getTime() - StopLoggingTime.getTime()) / 1000;
      return {
        scenario: SCENARIO,
        restored: true,
        secondsToRestored: elapsed(),
        note: `dark for ${dark} s by the trail's own times`,
      };
    }
  }
  return { scenario: SCENARIO, restored: false, note: `not seen logging within ${timeout} s` };
}

function clientConfig({ endpoint, profile, region }: DrillOptions) {
  // An emulator takes any credentials, and needs some.
  const anyCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return {
    ...(region === undefined ? {} : { region }),
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined
      ? {}
      : {
          endpoint,
          region: region ?? 'us-east-1',
          ...(process.env.AWS_ACCESS_KEY_ID ? {} : { credentials: anyCredentials }),
        }),
  };
}

async function confirm({ yes }: DrillOptions, what: string): Promise<void> {
  if (yes) {
    return;
  }
  if (!process.stdin.isTTY) {
    throw new Error(
      `the drill asks before it does anything, and there is nobody to ask here: add --yes to agree to: ${what}`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${what}? [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new Error('nothing was done');
  }
}
