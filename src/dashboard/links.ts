/** Addresses of the dashboard's pages. */
export const systemLink = (system: string): string => `/systems/${encodeURIComponent(system)}`;
export const alarmLink = (id: string): string => `/alarms/${encodeURIComponent(id)}`;
