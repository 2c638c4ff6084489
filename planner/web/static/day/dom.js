// Elements are made here and nowhere else: whatever comes from people becomes a text node.
import {icons} from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const SAFE = /^(https:|tel:|mailto:|geo:|\/(?!\/))/;

export function make(tag, options = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'click') made.addEventListener('click', value);
    else if (name === 'href') { if (SAFE.test(value)) made.href = value; }
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...inside.flat().filter(one => one !== undefined && one !== null && one !== false && one !== ''));
  return made;
}

// An icon of our own list; the paths are the product's, never data.
export function icon(name) {
  const drawn = new DOMParser().parseFromString(
    `<svg xmlns="${SVG}" viewBox="0 0 24 24">${icons()[name] || ''}</svg>`, 'image/svg+xml').documentElement;
  const made = document.importNode(drawn, true);
  made.setAttribute('class', 'icon');
  made.setAttribute('aria-hidden', 'true');
  return made;
}

export const button = (words, click, {sign, look = '', ...more} = {}) =>
  make('button', {type: 'button', class: look, click, ...more}, sign && icon(sign), make('span', {}, words));

export const link = (words, href, {sign, look = '', ...more} = {}) =>
  make('a', {class: `button ${look}`, href, ...more}, sign && icon(sign), make('span', {}, words));

export const chip = (tone, words, sign) => make('span', {class: `chip ${tone}`}, sign && icon(sign), words);
