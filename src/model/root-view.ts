/** The views that a catalog is published in, as mirrors name them. Each has a root of its own. */
export type RootView = 'online' | 'airgap';

/** The field of a root that says of which view it is. The two views have the same root keys, so that nothing else tells them apart. */
export const ROOT_VIEW_FIELD = 'x-view';

/** The view that the bytes of a root say they are of; null where they say none, or are no root. Nothing of it is verified. */
export function rootView(bytes: Uint8Array): RootView | null {
  try {
    const { signed } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { signed?: Record<string, unknown> | null };
    const view = signed?.[ROOT_VIEW_FIELD];
    return view === 'online' || view === 'airgap' ? view : null;
  } catch {
    // What is no JSON says nothing; whoever verifies it says why.
    return null;
  }
}
