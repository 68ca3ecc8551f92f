const THEME = 'theme';
const SHORTCUT = 'shortcut';

/** The theme that the visitor chose, if any; the style sheet does the rest. */
export function applyPreferences(): void {
  const theme = recall(THEME);
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

export function offerPreferences(): void {
  const buttons = document.querySelectorAll<HTMLButtonElement>('button[data-choose]');
  const showChoice = () => {
    const chosen = document.documentElement.dataset.theme ?? 'auto';
    for (const button of buttons) button.ariaPressed = String(button.dataset.choose === chosen);
  };
  for (const button of buttons)
    button.addEventListener('click', () => {
      remember(THEME, button.dataset.choose ?? 'auto');
      applyPreferences();
      showChoice();
    });
  showChoice();
  offerShortcut();
}

/** One key is easily pressed by accident, or by speech: whoever is bothered by it can turn it off (WCAG 2.1.4). */
function offerShortcut(): void {
  const search = document.querySelector<HTMLInputElement>('input[type=search]');
  const toggle = document.querySelector<HTMLInputElement>('input[data-shortcut]');
  if (toggle) {
    toggle.checked = recall(SHORTCUT) !== 'off';
    toggle.addEventListener('change', () => remember(SHORTCUT, toggle.checked ? 'on' : 'off'));
  }
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || recall(SHORTCUT) === 'off') return;
    if (
      event.target instanceof Element &&
      event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')
    )
      return;
    event.preventDefault();
    if (search) search.focus();
    else document.querySelector<HTMLAnchorElement>('header.site a[href$="search.html"]')?.click();
  });
}

/** Null also where the browser keeps nothing, as in some private windows: the choice then holds for one page. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(`chora-${key}`) ?? chosen.get(key) ?? null;
  } catch {
    return chosen.get(key) ?? null;
  }
}

function remember(key: string, value: string): void {
  chosen.set(key, value);
  try {
    localStorage.setItem(`chora-${key}`, value);
  } catch {
    // `chosen` has it.
  }
}
const chosen = new Map<string, string>();
