import type { ComponentChild, VNode } from 'preact';

/** A part of a page under a heading that can be linked to. */
export function section(id: string, title: ComponentChild, content: ComponentChild): VNode {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {content}
    </section>
  );
}
