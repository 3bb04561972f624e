import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOT_PLAYED } from '../../drill/attacks';
import type { Play } from '../../drill/play';

const COMMAND = join(__dirname, '..', '..', 'dist', 'bin', 'trail-guard.js');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'command-line-test-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line, with temporary files where the test can see what is left of them. */
function start(args: string[], onOutput: (child: ChildProcess, output: string) => void = () => undefined) {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env.PATH, TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise<Ended>((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      onOutput(child, stdout);
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const record = {
  eventVersion: '1.11',
  eventID: '00000000-0000-4000-8000-000000000001',
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  eventTime: '2026-01-02T03:04:05Z',
  awsRegion: 'eu-west-1',
  recipientAccountId: '111122223333',
  sourceIPAddress: '198.51.100.7',
  requestParameters: { name: 'audit' },
  userIdentity: { type: 'IAMUser', userName: 'mallory', accountId: '111122223333' },
};

function file(content: unknown): string {
  const path = join(directory, 'event.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('drill', () => {
  test('restores the trail both ways in, answers every technique, and tells in JSON', async () => {
    const { code, stdout } = await start(['drill', '--json']);
    const { passed, results, plays } = JSON.parse(stdout);
    const [byEvent, bySweep, intrusion, ...more] = results;
    expect(more).toEqual([]);
    for (const [index, result] of [byEvent, bySweep].entries()) {
      const attacker = index === 0 ? 'mallory' : 'eve';
      expect(result).toMatchObject({
        restored: true,
        subject: 'CloudTrail logging RESTORED: management-events (111122223333 us-east-1)',
        text: expect.stringContaining(`${attacker} stopped the trail management-events.`),
      });
    }
    expect(intrusion).toMatchObject({
      restored: true,
      text: expect.stringContaining('Update 3: what happened in the dark.'),
    });
    expect((plays as Play[]).filter((play) => !play.passed)).toEqual([]);
    expect({ code, passed }).toEqual({ code: 0, passed: true });
    expect(readdirSync(directory)).toEqual([]);
  }, 400_000);

  test('shows every technique in a table, without colours where there is no terminal', async () => {
    const { code, stdout } = await start(['drill', '--all']);
    expect(stdout).toMatch(/^ *C1 +CloudTrail logging stopped +event +restored +as it was +\d+\.\d\d$/m);
    expect(stdout).toMatch(/^ *its event is lost +hourly comparison +restored +as it was +\d+\.\d\d$/m);
    expect(stdout).toMatch(/^ *The guard itself$/m);
    expect(stdout).toMatch(/^ *G1 +Guard's rule disabled +event +restored +as it was +\d+\.\d\d$/m);
    expect(stdout).toMatch(/^ *G5 +Guard's function deleted +witness +told by itself +trail intact +\d+\.\d\d$/m);
    expect(stdout).toMatch(/^ *by whoever deploys the guard +event +expected +trail intact +\d+\.\d\d$/m);
    expect(stdout).toMatch(/^ *D1 +Log bucket deleted +event +reported only +trail intact +\d+\.\d\d$/m);
    expect(stdout).toContain(`${NOT_PLAYED['logging-interrupted']}:\n    C20`);
    expect(stdout).toMatch(/; all as it should be\n$/);
    expect(stdout).not.toContain('\u001b');
    expect(code).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  }, 400_000);

  test('interrupted, leaves nothing behind', async () => {
    let interrupted = false;
    const { code, stdout, stderr } = await start(['drill'], (child, output) => {
      if (!interrupted && output.includes('attacker')) {
        interrupted = true;
        child.kill('SIGINT');
      }
    });
    expect(stdout).toContain('cloudtrail:StopLogging');
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toContain('interrupted');
    expect(code).toBe(130);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('fails with one line where there is nothing to drill against', async () => {
    const { code, stderr } = await start(['drill', '--endpoint', 'http://127.0.0.1:9', '--yes']);
    expect(stderr).toMatch(/^trail-guard: .*ECONNREFUSED/);
    expect(code).toBe(1);
  });

  test('fails on a timeout that is no number of seconds', async () => {
    const { code, stderr } = await start(['drill', '--endpoint', 'http://127.0.0.1:9', '--timeout', 'soon']);
    expect(stderr).toBe('trail-guard: --timeout soon: must be a number of seconds above 0\n');
    expect(code).toBe(1);
  });
});

describe('preview', () => {
  test('shows decision and message of a bare record', async () => {
    const { code, stdout } = await start(['preview', file(record)]);
    expect(stdout).toContain('Decision: restore');
    expect(stdout).toContain('arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit');
    expect(code).toBe(0);
  });

  test('follows the policy that it is given', async () => {
    const policy = join(directory, 'policy.json');
    const trails = ['arn:aws:cloudtrail:eu-west-1:111122223333:trail/another'];
    const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333' };
    const rest = { version: 1, response: 'restore', severityProfile: 'current', exceptions: [], trails };
    writeFileSync(policy, JSON.stringify({ ...place, ...rest }));
    const { stdout } = await start(['preview', file(record), '--policy', policy]);
    expect(stdout).toContain('Decision: ignore');
    expect(stdout).toContain('is not guarded here');
  });

  test('says why an event is ignored', async () => {
    const { stdout } = await start(['preview', file({ ...record, eventName: 'StartLogging' })]);
    expect(stdout).toContain('Decision: ignore (no catalogued technique uses cloudtrail.amazonaws.com StartLogging)');
  });

  test('fails with one line on a file that is not there', async () => {
    const { code, stderr } = await start(['preview', join(directory, 'absent.json')]);
    expect(stderr).toMatch(/^trail-guard: ENOENT/);
    expect(code).toBe(1);
  });
});
