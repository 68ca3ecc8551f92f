import { trustedUrl } from './trusted.js';

/** Where the search is not the page's subject, it comes when somebody goes to its box, and not before. */
export function offerSearch(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-script]');
  const path = form?.dataset.script;
  if (!form || path === undefined || location.protocol === 'file:') return;
  const load = () => {
    const script = document.createElement('script');
    script.src = trustedUrl('chora-script', path);
    document.head.append(script);
  };
  if (form.contains(document.activeElement)) load();
  else form.addEventListener('focusin', load, { once: true });
}
