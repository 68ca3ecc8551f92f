const SAID_FOR = 2_000;

/** `<span class="copyable"><code>text</code> <button class="copy">`: the button copies the text. */
export function offerCopying(): void {
  for (const button of document.querySelectorAll('button.copy')) button.ariaLive = 'polite';
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button.copy') : null;
    const text = button?.closest('.copyable')?.querySelector('code');
    if (button && text) void copy(text).then((said) => say(button, said));
  });
}

async function copy(text: Element): Promise<string> {
  try {
    await navigator.clipboard.writeText(text.textContent ?? '');
    return 'Copied';
  } catch {
    // Without https, or without leave: what is selected can still be copied by hand.
    getSelection()?.selectAllChildren(text);
    return 'Selected';
  }
}

/** The label is what a screen reader says, the text what is seen: both tell. */
function say(button: HTMLButtonElement, said: string): void {
  const label = button.dataset.label ?? button.ariaLabel;
  if (label !== null) button.dataset.label = label;
  button.ariaLabel = said;
  button.textContent = said;
  setTimeout(() => {
    button.ariaLabel = label;
    button.textContent = 'Copy';
  }, SAID_FOR);
}
