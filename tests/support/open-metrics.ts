/** A family as its text says it. */
export interface ParsedFamily {
  readonly type: string;
  readonly unit?: string;
  readonly help?: string;
  readonly samples: { readonly name: string; readonly labels: Record<string, string>; readonly value: number }[];
}

const SUFFIXES: Readonly<Record<string, readonly string[]>> = { gauge: [''], counter: ['_total', '_created'], info: ['_info'] };
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** Parses OpenMetrics 1.0 text as strictly as the specification allows. Throws for whatever is wrong in it. */
export function parseOpenMetrics(text: string): Map<string, ParsedFamily> {
  if (!text.endsWith('# EOF\n')) throw new Error('the text does not end with “# EOF” and a line end');
  const lines = text.slice(0, -'# EOF\n'.length).split('\n');
  if (lines.pop() !== '') throw new Error('the last line is not ended');
  const families = new Map<string, ParsedFamily>();
  let name = '';
  const seen = new Set<string>();
  for (const line of lines) {
    const meta = /^# (TYPE|UNIT|HELP) ([^ ]+) (.*)$/s.exec(line);
    if (meta) {
      const [, kind = '', of = '', rest = ''] = meta;
      if (kind === 'TYPE') {
        if (!NAME.test(of) || families.has(of) || SUFFIXES[rest] === undefined) throw new Error(`bad family: ${line}`);
        for (const suffix of ['_total', '_created', '_info', '_count', '_sum', '_bucket'])
          if (of.endsWith(suffix)) throw new Error(`a family may not be called ${of}`);
        name = of;
        families.set(of, { type: rest, samples: [] });
        continue;
      }
      const family = families.get(name);
      if (of !== name || !family || family.samples.length > 0) throw new Error(`out of place: ${line}`);
      if (kind === 'UNIT' && !of.endsWith(`_${rest}`)) throw new Error(`${of} does not end with its unit`);
      const key = kind === 'UNIT' ? 'unit' : 'help';
      if (family[key] !== undefined) throw new Error(`twice: ${line}`);
      families.set(name, { ...family, [key]: key === 'help' ? unescaped(rest) : rest });
      continue;
    }
    const sample = /^([^ {]+)(?:\{(.*)\})? ([^ ]+)$/s.exec(line);
    const family = families.get(name);
    if (!sample || !family) throw new Error(`not a sample: ${line}`);
    const [, sampleName = '', labelText = '', value = ''] = sample;
    if (!(SUFFIXES[family.type] ?? []).some((suffix) => sampleName === `${name}${suffix}`))
      throw new Error(`${sampleName} is no sample of the ${family.type} ${name}`);
    if (seen.has(`${sampleName}{${labelText}`)) throw new Error(`twice: ${line}`);
    seen.add(`${sampleName}{${labelText}`);
    if (!/^(NaN|[+-]Inf|[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?)$/.test(value)) throw new Error(`not a number: ${line}`);
    if (family.type !== 'gauge' && !(Number(value) >= 0)) throw new Error(`below zero: ${line}`);
    const number = value.endsWith('Inf') ? (value.startsWith('-') ? -Infinity : Infinity) : Number(value);
    family.samples.push({ name: sampleName, labels: labelsOf(labelText), value: number });
  }
  return families;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const pattern = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(,|$)/sy;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (!match) throw new Error(`bad labels at ${at}: ${text}`);
    const [, name = '', value = ''] = match;
    if (name in labels) throw new Error(`the label ${name} is there twice`);
    labels[name] = unescaped(value);
    if (pattern.lastIndex === 0) break;
  }
  return labels;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_all, c: string) => {
    if (c === 'n') return '\n';
    if (c === '\\' || c === '"') return c;
    throw new Error(`unknown escape \\${c}`);
  });
}
