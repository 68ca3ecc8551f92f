import type { ComponentChild } from 'preact';

/** A section of a capability's page: its anchor, heading and content. */
export type Part = readonly [id: string, title: string, content: ComponentChild];

/** Null, which stands for “not stated”, where there is nothing to show. */
export function stated(text: string | undefined, show: (text: string) => ComponentChild): ComponentChild {
  return text ? show(text) : null;
}
