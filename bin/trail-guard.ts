#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { BASELINE_HELP, type BaselineOptions, runBaseline } from '../drill/baseline-command';
import { runDrill } from '../drill/command';
import { runPreview } from '../drill/preview';
import { printable } from '../drill/printable';

// The SDK's hint that its versions of 2027 will need Node.js 22 is for whoever updates it, not for whoever drills.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const program = new Command('trail-guard').description(
  'Rehearses what the guard does about a stopped CloudTrail trail',
);

program
  .command('drill')
  .description('stop a trail as an attacker would, and time the recovery')
  .option(
    '--all',
    "every known technique; on an account, those that touch only the drill's own trail and bucket",
    false,
  )
  .option('--endpoint <url>', 'on an emulator, at this URL')
  .option('--profile <name>', 'on the real account of this profile, with a trail and a bucket of its own')
  .option('--region <region>', 'the Region of the deployed guard')
  .option('--yes', 'do not ask before making the drill trail and its bucket', false)
  .option('--timeout <seconds>', 'how long to wait for the recovery', '600')
  .option('--json', 'one JSON document instead of a timeline', false)
  .action(async (options) => {
    process.exitCode = await runDrill(options);
  });

program
  .command('preview')
  .description('show the decision and the message for an event, without any call')
  .argument('<event.json>', 'an EventBridge event or a bare CloudTrail record')
  .option('--policy <file>', "the guard's policy: the value of its function's environment variable TRAIL_GUARD_POLICY")
  .option('--json', 'one JSON document instead of text', false)
  .action((file: string, options: { policy?: string; json: boolean }) => {
    const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
    process.exitCode = runPreview(read(file), options.policy === undefined ? undefined : read(options.policy), options);
  });

const baseline = program.command('baseline').description('ask the deployed guard about what it keeps a trail as');
for (const [action, description] of Object.entries(BASELINE_HELP)) {
  baseline
    .command(action)
    .description(description)
    .argument('<trail>', 'name or ARN of the trail')
    .option('--function <name>', "the guard's function, where several guards are deployed")
    .option('--region <region>', 'the Region of the deployed guard')
    .option('--profile <name>', 'on the account of this profile')
    .option('--endpoint <url>', 'on an emulator, at this URL')
    .option('--yes', 'do not ask before accepting or releasing', false)
    .option('--json', 'one JSON document instead of text', false)
    .action((trail: string, options: BaselineOptions) =>
      runBaseline(action as keyof typeof BASELINE_HELP, trail, options),
    );
}

program.parseAsync().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`trail-guard: ${message.split('\n').map(printable).join('\n')}`);
  process.exitCode = 1;
});
