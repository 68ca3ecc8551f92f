import type { ComponentChild, VNode } from 'preact';

/** A part of a page under a heading, that can be linked to. Headings tell the parts apart: as a landmark each would be one too many. */
export function section(id: string, title: ComponentChild, content: ComponentChild): VNode {
  return (
    <section id={id}>
      <h2>{title}</h2>
      {content}
    </section>
  );
}
