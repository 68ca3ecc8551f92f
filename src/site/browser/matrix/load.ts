const SECONDS = 60;

/** Scripts lie one folder below the top. */
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : document.baseURI;

/** A document of the catalog, by its path from the top folder. Nothing but the site itself is asked. Throws with a sentence for the visitor. */
export async function load<T>(path: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(new URL(`../${path}`, own), {
      cache: 'no-cache',
      mode: 'same-origin',
      credentials: 'same-origin',
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new Error(late ? `${path} did not come within ${SECONDS} seconds.` : `${path} cannot be reached.`, { cause: error });
  }
  if (!response.ok) throw new Error(`${path} is not there (${response.status}): this copy of the catalog may be incomplete.`);
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new Error(`${path} cannot be read.`, { cause: error });
  }
}
