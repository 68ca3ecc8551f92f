import type { ComponentChild, VNode } from 'preact';
import { grouped } from '../text.js';

/** Items one under the other, and how many more there are beyond `most`. */
export function lines<T>(items: readonly T[], show: (item: T) => ComponentChild, most = Number.POSITIVE_INFINITY): VNode {
  return (
    <ul class="lines">
      {items.slice(0, most).map((item) => (
        <li>{show(item)}</li>
      ))}
      {items.length > most && <li class="none">and {grouped(items.length - most)} more</li>}
    </ul>
  );
}
