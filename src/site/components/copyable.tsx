import type { ComponentChild, VNode } from 'preact';

/** Something in a `<code>` with a button that copies it, where there is script. `what` names it: “Copy the digest”. */
export const copyable = (what: string, content: ComponentChild): VNode => (
  <span class="copyable">
    {content}
    <button class="copy" type="button" aria-label={`Copy ${what}`}>
      Copy
    </button>
  </span>
);
