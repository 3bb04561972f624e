import { ENV_VERSION } from '../../../lib/contract/environment';
import type { Run } from '../guard';
import { codeFindings } from './code';
import { foreignVariables, isEmulator } from './environment';
import { findingKey } from './finding-words';
import { isInProgress, type Manifest } from './manifest';
import type { OwnItem, OwnMemory } from './own-items';
import type { Finding, Inspection, InspectionScope, OwnPartsTools } from './own-parts';
import { partName } from './part-name';

/** What a sweep sees of the guard. */
export interface Look {
  readonly scope: InspectionScope;
  readonly findings: readonly Finding[];
  /** What differs as somebody is expected to make it. */
  readonly awaited: readonly Finding[];
  readonly inspection: Inspection;
  /** Whether it was never looked at before, as far as the guard remembers. */
  readonly isFirst: boolean;
  /** Whether it was deployed since it was looked at. */
  readonly isDeployed: boolean;
  /** What is to be remembered of what was deployed. */
  readonly deployment: Pick<OwnItem, 'deployedAt' | 'version' | 'code' | 'comparedAt'>;
}

/** Schedules are not exact to the second: what is nearly due is due. */
const EARLY_MILLISECONDS = 30_000;

const NOTHING: Inspection = { findings: [], intact: [], unreadable: [], code: {}, unconfirmed: [] };

const TRIGGERS: readonly string[] = ['rule', 'schedule'];

/** Whether a part, or a finding of it, is of what every sweep looks at. */
export function isTrigger(key: string): boolean {
  return TRIGGERS.includes(key.split(' ')[0] ?? '');
}

/** Of what was not readable for a while. */
export function isUnreadableTrigger(key: string): boolean {
  return key.startsWith('unreadable: ') && isTrigger(key.slice('unreadable: '.length));
}

/**
 * The triggers each time, in full as long as one of them is not back: lists do not tell all that was found. All parts with
 * each full comparison, after a deployment, and as long as one of the others is not back.
 */
export async function lookAtOwnParts(
  ownParts: OwnPartsTools,
  manifest: Manifest | undefined,
  { item, expected }: OwnMemory,
  run: Run,
): Promise<Look> {
  const { parts, stack } = manifest ?? {};
  const now = run.now();
  const foreign = variablesOf(manifest, run);
  const isFirst = item.deployedAt === undefined;
  const isOver = stack !== undefined && !isInProgress(stack);
  const isDeployed = !isFirst && isOver && stack.deployedAt !== item.deployedAt;
  const isAll =
    isFirst || isDeployed || isDue(item, run) || foreign.length > 0 || !Object.keys(item.findings).every(isTrigger);
  const isOpen = Object.keys(item.findings).length > 0 || Object.keys(item.lasting).some(isUnreadableTrigger);
  const scope = isAll ? 'all' : isOpen ? 'triggers-in-full' : 'triggers';
  const inspection = parts ? await ownParts.inspect(parts, scope) : NOTHING;
  const version = parts?.functions[0]?.environment[ENV_VERSION];
  const isNewCode = isFirst || (isDeployed && (version === undefined || version !== item.version));
  const known = isNewCode ? {} : item.code;
  const found = distinct([...inspection.findings, ...codeFindings(known, inspection.code), ...foreign]);
  const isExpected = (finding: Finding) =>
    expected.some(({ part, until }) => part === partName(finding) && now.getTime() < Date.parse(until));
  return {
    scope,
    findings: found.filter((finding) => !isExpected(finding)),
    awaited: found.filter(isExpected),
    inspection,
    isFirst,
    isDeployed,
    deployment: {
      ...(isOver ? { deployedAt: stack.deployedAt, ...(version === undefined ? {} : { version }) } : ofBefore(item)),
      code: { ...inspection.code, ...known },
      ...comparedAt(isAll && parts ? now.toISOString() : item.comparedAt),
    },
  };
}

function comparedAt(at: string | undefined): Pick<OwnItem, 'comparedAt'> {
  return at === undefined ? {} : { comparedAt: at };
}

function ofBefore({ deployedAt, version }: OwnItem): Pick<OwnItem, 'deployedAt' | 'version'> {
  return { ...(deployedAt === undefined ? {} : { deployedAt }), ...(version === undefined ? {} : { version }) };
}

function isDue({ comparedAt }: OwnItem, { policy, now }: Run): boolean {
  const age = now().getTime() - Date.parse(comparedAt ?? '');
  return !(age < policy.comparisonSeconds * 1000 - EARLY_MILLISECONDS);
}

/** What the running function has and the template does not. */
function variablesOf(manifest: Manifest | undefined, { environment = {}, log }: Run): Finding[] {
  const guard = manifest?.parts.functions[0];
  if (isEmulator(environment)) {
    log.info({ event: 'emulator', endpoint: environment.AWS_ENDPOINT_URL });
  }
  return foreignVariables(environment, guard?.environment ?? {}, guard?.name ?? 'of the guard');
}

/** What is found in two ways is told once, as the first way tells it. */
function distinct(findings: readonly Finding[]): Finding[] {
  const byKey = new Map<string, Finding>();
  for (const finding of findings) {
    const key = findingKey(finding);
    byKey.set(key, byKey.get(key) ?? finding);
  }
  return [...byKey.values()];
}
