import { distance } from 'fastest-levenshtein';
import { valid } from 'semver';
import { compareText } from '../model/compare-text.js';
import type { Capability } from '../model/manifest.js';

/** Lengths of texts in a record; where schemas/ states one, it is the same. */
export const TEXT = { id: 300, version: 100, owner: 200, title: 300, description: 20_000, word: 100, reference: 2000 } as const;

export type Lifecycle = NonNullable<Capability['lifecycle_stage']>;
export type Stability = NonNullable<Capability['stability']>;
export type SecurityTier = NonNullable<Capability['security_tier']>;

/** Both spellings of the tier in the middle. */
export const SECURITY_TIERS: Readonly<Record<string, SecurityTier>> = {
  low: 'low',
  moderate: 'moderate',
  medium: 'moderate',
  high: 'high',
  critical: 'critical',
};
export const LIFECYCLES: Readonly<Record<string, Lifecycle>> = {
  plan: 'plan',
  build: 'build',
  validate: 'validate',
  release: 'release',
  operate: 'operate',
  retired: 'retired',
};
export const STABILITIES: Readonly<Record<string, Stability>> = {
  experimental: 'experimental',
  beta: 'beta',
  stable: 'stable',
  deprecated: 'deprecated',
};

/** The words that other formats use for a stage, read as the stage that they mean. A deprecated thing still runs. */
export const STATUSES: Readonly<Record<string, { lifecycle: Lifecycle; stability?: Stability }>> = {
  planned: { lifecycle: 'plan' },
  proposed: { lifecycle: 'plan' },
  draft: { lifecycle: 'build' },
  development: { lifecycle: 'build' },
  experimental: { lifecycle: 'build', stability: 'experimental' },
  pilot: { lifecycle: 'validate' },
  staging: { lifecycle: 'validate' },
  active: { lifecycle: 'operate' },
  production: { lifecycle: 'operate' },
  deprecated: { lifecycle: 'operate', stability: 'deprecated' },
  archived: { lifecycle: 'retired' },
  retired: { lifecycle: 'retired' },
  deleted: { lifecycle: 'retired' },
  ...Object.fromEntries(Object.entries(LIFECYCLES).map(([word, lifecycle]) => [word, { lifecycle }])),
};

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
// Tabs and line ends belong to prose; all other controls, and the separators that some programs take for line ends, do not.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out
const UNCLEAN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A value's text, trimmed, without control characters and broken surrogates. */
export function cleanText(text: string): { text: string; changed: boolean } {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  const clean = CONTROL.test(whole) ? whole.replaceAll('\r\n', '\n').replace(UNCLEAN, '') : whole;
  return { text: clean.trim(), changed: whole !== text || clean.length !== whole.replaceAll('\r\n', '\n').length };
}

/** Cuts at a limit in UTF-16 units (the schema counts code points, so never fewer) without splitting a character. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit);
  return (head.isWellFormed() ? head : head.slice(0, -1)).trimEnd();
}

/** Why an id is refused, or undefined. `/` and `:` are part of ids of other formats; what escapes from a folder is not. */
export function idProblem(id: string): string | undefined {
  if (id.length > TEXT.id) return `is longer than ${TEXT.id} characters`;
  if (id !== id.trim()) return 'starts or ends with a space';
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u.test(id) || id !== id.normalize('NFC'))
    return 'holds control, invisible or composed characters';
  if (id.includes('\\')) return 'holds a backslash';
  const segments = id.split('/');
  if (segments.includes('')) return 'has an empty part between slashes';
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'has a part that leads to another folder';
  if (segments.some((segment) => segment === '__proto__' || segment === 'constructor' || segment === 'prototype'))
    return 'is a reserved word';
  return undefined;
}

const STYLE = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*(\.[a-z0-9]+([_-][a-z0-9]+)*){2,}$/;
/** Whether an id is of the form <domain>.<capability>.<action>. */
export function hasStyle(id: string): boolean {
  return STYLE.test(id);
}

export function isSemver(version: string): boolean {
  return valid(version) !== null && /^\d/.test(version);
}

/** `name@>=0.6.0`, `@scope/name@1.x`, `name >=2` or `name` → its id and range. */
export function splitDependency(text: string): { id: string; version?: string } {
  const match = /^(@?[^@\s<>=^~]+)(?:\s*@\s*|\s+|(?=[<>=^~]))(\S.*)$/.exec(text);
  const id = match?.[1];
  const version = match?.[2];
  return id && version ? { id, version: version.trim() } : { id: text };
}

const SAFE_LINK = /^(https?:\/\/[^\s]+|mailto:[^\s]+)$/i;
/** Whether an address may become a link. */
export function isSafeLink(url: string): boolean {
  return SAFE_LINK.test(url);
}

/** Whether a path or an address, such as a local port, may stand in a record: all but those that run code when opened. */
export function isSafeReference(reference: string): boolean {
  // Browsers skip white space and controls in a scheme.
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(reference.replace(/[\s\p{Cc}\p{Cf}]/gu, ''))?.[1]?.toLowerCase();
  return scheme !== 'javascript' && scheme !== 'data' && scheme !== 'vbscript';
}

/** The allowed word nearest to a mistyped one, if it is near. */
export function suggest(word: string, allowed: readonly string[] = []): { suggestion?: string } {
  if (word.length > 60) return {};
  const best = allowed
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate) }))
    .sort((a, b) => a.far - b.far || compareText(a.candidate, b.candidate))[0];
  return best && best.far <= Math.max(1, Math.floor(best.candidate.length / 3)) ? { suggestion: best.candidate } : {};
}

/** An object without the members that are undefined. */
export function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  for (const key of Object.keys(value) as (keyof T)[]) {
    if (value[key] === undefined) delete value[key];
  }
  return value as T;
}
