const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `90s`, `60m`, `26h`, `14d`, `2w` → milliseconds; null for what is no such text. */
export function parseDuration(text: string): number | null {
  const match = /^([1-9]\d{0,5})([smhdw])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  return unit === undefined ? null : Number(match?.[1]) * unit * 1000;
}
