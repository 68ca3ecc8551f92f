/**
 * OpenMetrics 1.0 text, the part of it that a job at the end of its work needs.
 * @see https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md
 */
export interface MetricFamily {
  /** With the unit at its end, where it has one, and without `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'info';
  readonly unit?: 'seconds' | 'bytes';
  readonly help: string;
  readonly samples: readonly MetricSample[];
  /** Of counters: Unix time in seconds at which they stood at zero. */
  readonly created?: number;
}

export interface MetricSample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

const SUFFIX = { counter: '_total', gauge: '', info: '_info' } as const;

/** Families without a sample are left out. */
export function renderOpenMetrics(families: readonly MetricFamily[]): string {
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(familyLines);
  return [...lines, '# EOF', ''].join('\n');
}

function familyLines({ name, type, unit, help, samples, created }: MetricFamily): string[] {
  const lines = [`# TYPE ${name} ${type}`];
  if (unit !== undefined) lines.push(`# UNIT ${name} ${unit}`);
  lines.push(`# HELP ${name} ${escaped(help)}`);
  for (const { labels = {}, value } of samples) {
    lines.push(`${name}${SUFFIX[type]}${labelsOf(labels)} ${numberOf(value)}`);
    if (type === 'counter' && created !== undefined) lines.push(`${name}_created${labelsOf(labels)} ${numberOf(created)}`);
  }
  return lines;
}

function labelsOf(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Half a surrogate pair has no UTF-8. */
function escaped(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

function numberOf(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
