const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `Mon, 2 Apr 2007 19:18:42 GMT`: https://www.rfc-editor.org/rfc/rfc2822#section-3.3 */
const MOMENT = /^(?:[a-z]{3}, ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (?:GMT|UTC|UT|Z|([+-])(\d\d)(\d\d))$/i;

/** A moment as mail headers write it, as ISO 8601 in UTC with milliseconds; null when it is none, or not of the years 1600 to 2199. */
export function mailMomentOf(text: string | null): string | null {
  const match = MOMENT.exec(text?.slice(0, 64).replace(/\s+/g, " ").trim() ?? "");
  if (!match) return null;
  const [, day, monthName = "", year, hour, minute, second = "0", sign, zoneHours = "0", zoneMinutes = "0"] = match;
  const month = MONTHS.indexOf(monthName.toLowerCase());
  const local = new Date(Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second)));
  const isReal = month >= 0 && local.getUTCDate() === Number(day) && local.getUTCHours() === Number(hour);
  if (!isReal || Number(year) < 1600 || Number(year) > 2199) return null;
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === "-" ? -1 : 1);
  return new Date(local.getTime() - ahead * 60_000).toISOString();
}
