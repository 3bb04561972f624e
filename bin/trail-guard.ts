#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { runDrill } from '../drill/command';
import { runPreview } from '../drill/preview';

// The SDK's hint that its versions of 2027 will need Node.js 22 is for whoever updates it, not for whoever drills.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const program = new Command('trail-guard').description(
  'Rehearses what the guard does about a stopped CloudTrail trail',
);

program
  .command('drill')
  .description('stop a trail as an attacker would, and time the recovery')
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

program.parseAsync().catch((error: unknown) => {
  console.error(`trail-guard: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
