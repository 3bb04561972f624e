import type { ConfigurationChange } from '../../lib/contract/incident';
import type { SeverityProfileName, Technique } from '../../lib/contract/techniques';
import { TECHNIQUES } from '../../lib/contract/techniques';
import type { ConfigurationField, Relation, TrailConfiguration } from '../../lib/contract/trail-configuration';
import { catalogued } from '../common/target';
import { safeText } from '../common/text';
import { selectorTechnique } from './configuration/selector-technique';

/** A field that differs, and how. */
export interface FieldChange {
  readonly field: ConfigurationField;
  readonly relation: Exclude<Relation, 'equal'>;
}

/** The longest value that is told of a field; the whole configuration is in the incident's evidence. */
const VALUE_LENGTH = 2_000;

/** The changes as they are told: values of a trail may be an attacker's text too. */
export function tellChanges(
  fields: readonly FieldChange[],
  before: TrailConfiguration,
  after: TrailConfiguration,
  resultOf: (change: FieldChange) => ConfigurationChange['result'],
): ConfigurationChange[] {
  const value = (configuration: TrailConfiguration, field: ConfigurationField) =>
    safeText(JSON.stringify(configuration[field]) ?? 'none', VALUE_LENGTH);
  return fields.map((change) => ({
    ...change,
    before: value(before, change.field),
    after: value(after, change.field),
    result: resultOf(change),
  }));
}

/** Whether a field sees or proves less than it did, or delivers elsewhere: it is to be put back. */
export function isLoss({ relation }: FieldChange): boolean {
  return relation !== 'wider';
}

/** The technique that names the changes best: the worst of them or, of several that are as bad, the one that is all of them. */
export function techniqueOfChanges(
  fields: readonly FieldChange[],
  before: TrailConfiguration,
  after: TrailConfiguration,
  profile: SeverityProfileName,
): Technique {
  if (fields.length === 0) {
    return catalogued('trail-updated');
  }
  const lost = fields.filter(isLoss);
  // A multi-Region trail cannot leave global service events out: who wants that has to make it a trail of one Region.
  const isImplied = ({ field }: FieldChange) =>
    field === 'IsMultiRegionTrail' && lost.some((other) => other.field === 'IncludeGlobalServiceEvents');
  const losses = lost.filter((change) => !isImplied(change));
  const techniqueOfLoss = ({ field, relation }: FieldChange): Technique => {
    switch (field) {
      case 'Selectors':
        return catalogued(selectorTechnique(before.Selectors, after.Selectors));
      case 'Tags':
        return catalogued(relation === 'narrower' ? 'tags-removed' : 'tags-changed');
      default:
        return techniqueOfField(field, false);
    }
  };
  const techniques =
    losses.length > 0 ? losses.map(techniqueOfLoss) : fields.map(({ field }) => techniqueOfField(field, true));
  const score = ({ ratings }: Technique) => ratings[profile].riskScore;
  const highest = Math.max(...techniques.map(score));
  const [worst = catalogued('trail-updated'), ...others] = techniques.filter((each) => score(each) === highest);
  const general = others.every(({ id }) => id === worst.id) ? undefined : generalOf(worst);
  return general && score(general) === highest ? general : worst;
}

/** The technique of the same call that says no more than that there was a change. */
function generalOf({ eventName, eventSource }: Technique): Technique | undefined {
  return TECHNIQUES.find(
    (technique) =>
      technique.fields === undefined && technique.eventName === eventName && technique.eventSource === eventSource,
  );
}

/** Where nothing was lost, in general. */
function techniqueOfField(field: ConfigurationField, inGeneral: boolean): Technique {
  const own = TECHNIQUES.filter(({ fields }) => fields?.includes(field));
  const [first] = own;
  if (first === undefined) {
    throw new Error(`no catalogued technique changes ${field}`);
  }
  return (inGeneral ? generalOf(first) : undefined) ?? first;
}

/** Names of the calls that can change these fields. */
export function callsThatChange(fields: readonly ConfigurationField[]): string[] {
  const names = TECHNIQUES.filter(
    (technique) => technique.target === 'trail' && technique.fields?.some((field) => fields.includes(field)),
  ).map(({ eventName }) => eventName);
  return [...new Set(names)];
}
