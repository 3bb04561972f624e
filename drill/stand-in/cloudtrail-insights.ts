import type { InsightSelector } from '../../lib/contract/trail-configuration';
import { AwsError } from './aws-error';

const types = ['ApiCallRateInsight', 'ApiErrorRateInsight'];
const categories = ['Management', 'Data'];

export function readInsightSelectors(sent: unknown): InsightSelector[] {
  if (!Array.isArray(sent)) throw invalid('InsightSelectors is missing.');
  return (sent as Partial<InsightSelector>[]).map(({ InsightType = '', EventCategories = ['Management'] }) => {
    if (!types.includes(InsightType)) throw invalid(`Invalid InsightType: ${InsightType}`);
    const category = EventCategories.find((each) => !categories.includes(each));
    if (category !== undefined) throw invalid(`Invalid event category: ${category}`);
    return { InsightType, EventCategories };
  });
}

const invalid = (message: string): AwsError => new AwsError('InvalidInsightSelectorsException', message);
