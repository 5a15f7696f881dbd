/** The API key of this tab, where the service wants one: kept until the tab is closed, and sent to nobody else. */
const NAME = "telostat-key";

export const access = $state({ key: sessionStorage.getItem(NAME), refused: false });

export function useKey(key: string): void {
  sessionStorage.setItem(NAME, key);
  access.key = key;
  access.refused = false;
}

/** Asks for another. */
export function forgetKey(): void {
  sessionStorage.removeItem(NAME);
  access.key = null;
  access.refused = true;
}

export const authorisation = (): Record<string, string> =>
  access.key === null ? {} : { authorization: `Bearer ${access.key}` };
