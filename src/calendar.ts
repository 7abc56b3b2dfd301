/** Whether a text is a day of the calendar in the form YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) && text >= "0001-01-01";
}

/** Today in UTC, in the form YYYY-MM-DD. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
