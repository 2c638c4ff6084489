// Texts in both languages, fetched once and kept by the service worker; times and lengths as people write them.
let known = {texts: {}, icons: {}}, language = 'sv', zone = 'Europe/Stockholm';

export const icons = () => known.icons;
export const spoken = () => language;

export async function load() {
  known = await (await fetch('/day/words.json')).json();
}

export function speak(wanted) {
  language = wanted === 'en' ? 'en' : 'sv';
  document.documentElement.lang = language;
}

export function timesOf(name) {
  zone = name || zone;
}

// The sentence of a key with its {placeholders} filled.
export function say(key, values = {}) {
  const one = known.texts[key] || known.texts['tablet.ui.' + key];
  return one ? one[language].replace(/\{(\w+)\}/g, (_, name) => String(values[name])) : key;
}

// The same with a count: one thing has a sentence of its own.
export const count = (key, number) => say(number === 1 ? `${key}_one` : key, {count: number});

// A text in both languages.
export const both = key => known.texts[`tablet.ui.${key}`];

// What comes in both languages, in the one that is spoken.
export const pick = both => (both ? both[language] ?? '' : '');

export function clock(iso) {
  const how = {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone};
  return iso ? new Intl.DateTimeFormat('sv-SE', how).format(new Date(iso)) : '–';
}

export function dayOf(iso) {
  const how = {day: 'numeric', month: 'short', year: 'numeric', timeZone: zone};
  return iso ? new Intl.DateTimeFormat(language === 'sv' ? 'sv-SE' : 'en-GB', how).format(new Date(iso)) : '';
}

export function lasting(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}\u00a0h${rest ? `\u00a0${String(rest).padStart(2, '0')}` : ''}`;
}

export function far(metres) {
  const decimals = metres < 9950 ? 1 : 0;
  const how = {minimumFractionDigits: decimals, maximumFractionDigits: decimals};
  return `${(metres / 1000).toLocaleString(language === 'sv' ? 'sv-SE' : 'en-GB', how)}\u00a0km`;
}
