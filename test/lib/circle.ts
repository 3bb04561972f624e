import type { Template } from 'aws-cdk-lib/assertions';

/**
 * The logical ids of resources that wait for each other, the first once more at the end; empty if there are none.
 * CloudFormation would refuse them, and the CDK's own check knows no `Fn::Sub`.
 */
export function circleIn(template: Pick<Template, 'toJSON'>): string[] {
  const resources = (template.toJSON() as { Resources: Record<string, object> }).Resources;
  const waitsFor = new Map(
    Object.entries(resources).map(([id, resource]) => [id, referencesIn(resource).filter((name) => name in resources)]),
  );
  const done = new Set<string>();
  const visit = (id: string, path: string[]): string[] => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return [];
    for (const next of waitsFor.get(id) ?? []) {
      const circle = visit(next, [...path, id]);
      if (circle.length > 0) return circle;
    }
    done.add(id);
    return [];
  };
  for (const id of waitsFor.keys()) {
    const circle = visit(id, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String([inner].flat()[0]).split('.')[0] ?? ''];
    if (key === 'DependsOn') return [inner].flat().map(String);
    if (key === 'Fn::Sub') {
      const text = String([inner].flat()[0]);
      return [...[...text.matchAll(/\$\{([\w]+)/g)].map(([, name = '']) => name), ...referencesIn(inner)];
    }
    return referencesIn(inner);
  });
}
