// The day on a map of its own area: outlines and names from the day itself, nothing is fetched. Straight lines show
// the order, not the roads. It is drawn once and kept; what is chosen only changes its marks.
import {make} from './dom.js';
import {pick, say} from './words.js';
import {current, isOver, isWork, stateOf} from './state.js';

let map, marks, holder, drawn = '';

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--fp-${name}`).trim();

export function mapOf(day, queue, chosen, choose) {
  const stops = day.stops.filter(one => one.at);
  if (!stops.some(one => one.kind === 'visit') || !window.L) return null;
  holder ??= make('div', {class: 'map', role: 'application', 'aria-label': say('map')});
  queueMicrotask(() => requestAnimationFrame(() => draw(day, stops, queue, chosen, choose)));
  return holder;
}

function draw(day, stops, queue, chosen, choose) {
  if (!holder.isConnected) return;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const ground = `${day.day} ${day.plan} ${dark}`;
  if (ground !== drawn) {
    map?.remove();
    map = begin(day, stops);
    drawn = ground;
  }
  map.invalidateSize({animate: false});
  marks?.remove();
  marks = L.layerGroup().addTo(map);
  const next = current(day, queue);
  for (const stop of stops) mark(day, stop, queue, chosen ?? next?.visit, choose);
}

function begin(day, stops) {
  const made = L.map(holder, {zoomSnap: 0.25, attributionControl: true, zoomControl: true, maxZoom: 17});
  made.attributionControl.setPrefix(false).addAttribution(say('ground'));
  L.polygon(day.map.rings.map(ring => [ring]), {
    color: colour('road-casing'), weight: 1, fillColor: colour('land'), fillOpacity: 1, interactive: false,
  }).addTo(made);
  for (const [name, lat, lon] of day.map.labels)
    L.marker([lat, lon], {interactive: false, keyboard: false, icon: label(name)}).addTo(made);
  const way = stops.map(one => one.at);
  const dash = day.technician.look.dash || null;
  L.polyline(way, {color: colour('halo'), weight: 8, interactive: false}).addTo(made);
  L.polyline(way, {className: 'way', weight: 4, dashArray: dash, interactive: false}).addTo(made);
  made.fitBounds(L.latLngBounds(way).pad(0.2), {animate: false, maxZoom: 13});
  return made;
}

function label(name) {
  return L.divIcon({className: 'place', html: make('span', {}, name), iconSize: null});
}

function mark(day, stop, queue, chosen, choose) {
  const work = isWork(stop);
  const over = work && isOver(stateOf(stop, queue));
  const look = ['pin', day.technician.look.shape, over && 'over', stop.visit === chosen && 'chosen', !work && 'quiet'];
  const words = work ? (over ? '✓' : String(stop.n || '')) : '';
  const html = make('span', {class: look.filter(Boolean).join(' ')}, words);
  const made = L.marker(stop.at, {
    icon: L.divIcon({className: 'spot', html, iconSize: [44, 44], iconAnchor: [22, 22]}),
    title: pick(stop.title), alt: pick(stop.title), keyboard: work, interactive: work,
    zIndexOffset: stop.visit === chosen ? 1000 : work ? 100 : 0,
  }).addTo(marks);
  if (work) made.on('click keypress', () => choose(stop.visit));
}
