import type { ComponentChild } from 'preact';

/** A section of a capability's page: its anchor, heading and content. */
export type Part = readonly [id: string, title: string, content: ComponentChild];
