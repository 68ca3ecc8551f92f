import { InvalidArgumentError, Option } from 'commander';
import { momentOf } from '../../compatibility/waivers.js';
import { parseDuration } from '../../model/duration.js';
import { MAX_SHARDS, parseShard, type Shard } from '../../sources/shard.js';
import { LOG_FORMATS } from './log.js';

/** `90s`, `60m`, `26h`, `14d`, `2w` → milliseconds. */
export function duration(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === null) throw new InvalidArgumentError('Expected a number and a unit, such as 90s, 10m or 26h.');
  return milliseconds;
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number above zero.');
  return value;
}

/** A whole number between two. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    return value;
  };
}

/** An option that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `500K`, `256M`, `2G` or a number of bytes. */
export function bytes(text: string): number {
  const match = /^([1-9]\d{0,11})([KMG])?$/.exec(text);
  if (!match) throw new InvalidArgumentError('Expected a number of bytes, such as 1048576, 500K, 256M or 2G.');
  return Number(match[1]) * 1024 ** ['', 'K', 'M', 'G'].indexOf(match[2] ?? '');
}

export function instant(text: string): Date {
  const date = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('Expected an ISO 8601 time with its zone, such as 2026-01-31T04:00:00Z.');
  }
  return date;
}

/** A day, or a time in UTC, as waivers have it. */
export function dayOrTime(text: string): string {
  if (momentOf(text) === null)
    throw new InvalidArgumentError('Expected a day such as 2026-05-20, or a time in UTC such as 2026-05-20T12:00:00Z.');
  return text;
}

export function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

/** `3/16`: the third of sixteen. */
export function shard(text: string): Shard {
  const parsed = parseShard(text);
  if (parsed === null) throw new InvalidArgumentError(`Expected one of up to ${MAX_SHARDS} shards, such as 3/16.`);
  return parsed;
}

export const jsonOption = () => new Option('--json', 'print the result as JSON');
export const catalogOption = () => new Option('--catalog <dir|url>', 'the catalog to read').default('catalog/dist');

/** How a run tells what it does. */
export function logFormatOption(): Option {
  return new Option('--log-format <format>', 'what goes to standard error while it runs: lines for people, or JSON')
    .choices(LOG_FORMATS)
    .default('text');
}

export function metricsOption(): Option {
  return new Option('--metrics <file>', 'write the numbers of the run and of the catalog there, as OpenMetrics');
}
