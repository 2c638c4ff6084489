// The day on a map of its own area: imported roads where there are any, else outlines and names; nothing is fetched as
// it is shown. A drive whose road is not known is a straight line. It is drawn once and kept; what is chosen only
// changes its marks. Where the device is, is asked by a press alone, shown, and neither kept nor sent.
import {button, make} from './dom.js';
import {pick, say, spoken} from './words.js';
import {current, isOver, isWork, stateOf} from './state.js';

let map, marks, holder, here, drawn = '';
const COLOURS = ['land', 'water', 'green', 'edge', 'road', 'road-casing', 'road-small', 'road-thin', 'map-label'];
const QUANTUM = 1e-5;

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(`--fp-${name}`).trim();

export function mapOf(day, below, queue, chosen, choose) {
  const stops = day.stops.filter(one => one.at);
  if (!stops.some(one => one.kind === 'visit') || !window.L) return null;
  holder ??= make('div', {class: 'map', role: 'application', 'aria-label': say('map')});
  queueMicrotask(() => requestAnimationFrame(() => draw(day, below, stops, queue, chosen, choose)));
  return holder;
}

function draw(day, below, stops, queue, chosen, choose) {
  if (!holder.isConnected) return;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const known = below && below.name === day.ground ? below : null;
  const ground = `${day.day} ${day.plan} ${dark} ${known?.name || ''} ${spoken()}`;
  if (ground !== drawn) {
    map?.remove();
    map = begin(day, known, stops);
    here = null;
    drawn = ground;
  }
  map.invalidateSize({animate: false});
  marks?.remove();
  marks = L.layerGroup().addTo(map);
  const next = current(day, queue);
  for (const stop of stops) mark(day, stop, queue, chosen ?? next?.visit, choose);
}

function begin(day, known, stops) {
  const made = L.map(holder, {zoomSnap: 0.25, attributionControl: true, zoomControl: true, maxZoom: 17});
  made.attributionControl.setPrefix(false).addAttribution(say('ground'));
  L.polygon(day.map.rings.map(ring => [ring]), {
    color: colour('road-casing'), weight: 1, fillColor: colour('land'), fillOpacity: 1, interactive: false,
  }).addTo(made);
  holder.dataset.roads = String(Boolean(known?.roads));
  if (known?.roads) {
    const colours = Object.fromEntries(COLOURS.map(name => [name, colour(name)]));
    faltplanGround(made, known.roads, {colours, outlined: day.map.rings.length > 0, tiles: null});
  }
  for (const [name, lat, lon] of apart(known?.labels.length ? known.labels : day.map.labels, stops))
    L.marker([lat, lon], {interactive: false, keyboard: false, icon: label(name)}).addTo(made);
  const way = stops.map(one => one.at);
  const dash = day.technician.look.dash || null;
  const legs = known?.ways.length ? known.ways.map(leg) : [way];
  L.polyline(legs, {color: colour('halo'), weight: 8, interactive: false}).addTo(made);
  L.polyline(legs, {className: 'way', weight: 4, dashArray: dash, interactive: false}).addTo(made);
  holder.dataset.byRoad = String((known?.ways || []).filter(one => one[2]).length);
  asks(made);
  made.fitBounds(L.latLngBounds(way).pad(0.2), {animate: false, maxZoom: 13});
  return made;
}

const leg = ([from, to, line]) => (line ? faltplanPoints(line, QUANTUM) : [from, to]);

// Names that do not lie on each other: a sixth of the day's width apart, or a twelfth of its height.
function apart(labels, stops) {
  const lats = stops.map(one => one.at[0]), lons = stops.map(one => one.at[1]);
  const tall = Math.max(0.02, Math.max(...lats) - Math.min(...lats)) / 8, wide = Math.max(0.04, Math.max(...lons) - Math.min(...lons)) / 5;
  const kept = [];
  for (const one of labels) if (kept.every(other => Math.abs(one[1] - other[1]) > tall || Math.abs(one[2] - other[2]) > wide)) kept.push(one);
  return kept;
}

// A press shows where the device is, another one takes it away.
function asks(made) {
  const box = L.control({position: 'topright'});
  box.onAdd = () => {
    const pressed = button(say('position'), () => {
      if (here) { here.remove(); here = null; holder.dataset.here = ''; return; }
      holder.dataset.here = 'asked';
      navigator.geolocation?.getCurrentPosition(found => show(made, found.coords), ({code}) => {
        holder.dataset.here = 'unknown';
        pressed.classList.remove('sign');
        pressed.querySelector('span').textContent = say(code === 1 ? 'no_permission' : 'no_position');
      }, {enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000});
    }, {sign: 'pin', look: 'locate sign', title: say('position'), 'data-act': 'position'});
    L.DomEvent.disableClickPropagation(pressed);
    return pressed;
  };
  box.addTo(made);
}

function show(made, {latitude, longitude, accuracy}) {
  const at = [latitude, longitude], blue = colour('info');
  here?.remove();
  here = L.layerGroup([
    L.circle(at, {radius: accuracy, color: blue, weight: 1, fillColor: blue, fillOpacity: 0.12, interactive: false}),
    L.circleMarker(at, {radius: 8, color: colour('halo'), weight: 3, fillColor: blue, fillOpacity: 1, interactive: false}),
  ]).addTo(made);
  holder.dataset.here = 'shown';
  if (!made.getBounds().contains(at)) made.fitBounds(made.getBounds().extend(at), {animate: false});
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
