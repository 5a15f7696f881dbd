/** Addresses of the dashboard's pages. */
export const systemLink = (system: string): string => `/systems/${encodeURIComponent(system)}`;
export const settingsLink = (system: string): string => `${systemLink(system)}/settings`;
export const alarmLink = (id: string): string => `/alarms/${encodeURIComponent(id)}`;
/** @param system a name to begin with. */
export const newLink = (system?: string): string =>
  system === undefined ? "/new" : `/new?name=${encodeURIComponent(system)}`;
