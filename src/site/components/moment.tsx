import type { ComponentChild, VNode } from 'preact';
import { isDuration } from '../../model/freshness.js';
import { words } from './strangers.js';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const INSTANT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d{1,9})?)?Z$/;

/** A day or an instant in UTC, as it is; script adds how long ago that is. What is neither stays as it was written. */
export const moment = (text: string): ComponentChild => (isMoment(text) ? [instant(text), <span class="ago" />] : words(text));

/** The same within a sentence, without how long ago that is. */
export function instant(text: string): ComponentChild {
  if (!isMoment(text)) return words(text);
  const [, day, minute] = INSTANT.exec(text) ?? [];
  return <time datetime={text}>{day === undefined ? text : `${day} ${minute} UTC`}</time>;
}

const isMoment = (text: string): boolean => INSTANT.test(text) || DAY.test(text);

/**
 * When a source was last confirmed: script fills it in from freshness.json, as no page changes with the time alone. `ttl`: the time
 * to live of what is shown, where it is not the catalog's.
 */
export const confirmed = (root: string, source: string, ttl: string | undefined): VNode => (
  <span
    class="confirmed"
    data-source={encodeURIComponent(source.toWellFormed())}
    data-ttl={ttl !== undefined && isDuration(ttl) ? ttl : undefined}
  >
    <a href={`${root}api/v1/freshness.json`}>in freshness.json</a>
  </span>
);
