// Draws the ground of a map: imported roads, waters and names on one canvas, or a tile server while that answers.
// The data are those of planner/views/road_ground.py; texts are drawn or become text nodes, never markup.
(() => {
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const VALUE = new Map([...LETTERS].map((letter, value) => [letter, value]));
  const SERVICE = 5, RAIL = 6, RIVER = 7, STREAM = 8;
  const WIDTH = [5.4, 4.6, 3.8, 3, 2, 1.1, 1, 2.6, 1.2];     // pixels at zoom 14, by class
  const SHOWN_FROM = [0, 6, 7.5, 9.5, 11.75, 14, 11, 9, 13];  // zoom, by class
  const NAMED_FROM = [13, 13, 13.5, 14.5, 15.25, 16];
  const FAILURES = 3, PATIENCE = 12000;        // tiles in a row that fail, and milliseconds without any tile

  // Numbers of five bits a letter, the lowest first; the sixth bit says that more follow. Steps of lat, lon.
  function points(text, quantum, [y, x] = [0, 0]) {
    const found = [];
    let value = 0, shift = 0, first = null;
    for (const letter of text) {
      const bits = VALUE.get(letter);
      value += (bits & 31) * 2 ** shift;
      shift += 5;
      if (bits > 31) continue;
      const step = value % 2 ? -(value + 1) / 2 : value / 2;
      if (first === null) first = step; else { y += first; x += step; found.push([y * quantum, x * quantum]); first = null; }
      value = shift = 0;
    }
    return found;
  }

  const east = lon => lon / 360 + .5;          // web mercator, the world from 0 to 1
  const south = lat => .5 - Math.log(Math.tan(Math.PI / 4 + lat * Math.PI / 360)) / (2 * Math.PI);
  function line(text, level, tile) {
    const rows = points(text, level.quantum, tile.corner), at = new Float64Array(rows.length * 2);
    let [w, n, e, s] = [2, 2, -1, -1];
    rows.forEach(([lat, lon], i) => {
      const x = at[2 * i] = east(lon), y = at[2 * i + 1] = south(lat);
      w = Math.min(w, x); e = Math.max(e, x); n = Math.min(n, y); s = Math.max(s, y);
    });
    return {at, w, n, e, s};
  }
  function unpack(level, tile) {               // once a tile, when it is first seen
    if (tile.ready) return;
    tile.ready = true;
    const rings = texts => (texts ?? []).map(text => text.split(' ').map(one => line(one, level, tile)));
    for (const kind of ['sea', 'water', 'green']) tile[kind] = rings(tile[kind]);
    tile.lines = tile.lines.flatMap(([kind, name, texts]) =>
      texts.split(' ').map(text => Object.assign(line(text, level, tile), {kind, name})));
  }
  function boxed(level) {
    const [tall, wide] = level.size;
    for (const tile of level.tiles) {
      const [i, j] = tile.at;
      Object.assign(tile, {w: east(j * wide), e: east((j + 1) * wide), n: south((i + 1) * tall), s: south(i * tall)});
    }
  }

  const Roads = L.Renderer.extend({
    options: {pane: 'roads', padding: .25},
    initialize(data, look) {
      L.Renderer.prototype.initialize.call(this);
      Object.assign(this, {_data: data, _look: look, _widths: new Map()});
      data.levels.forEach(boxed);
    },
    _initContainer() { this._container = document.createElement('canvas'); this._pen = this._container.getContext('2d'); },
    _destroyContainer() { this._container.remove(); delete this._container; },
    _updatePaths() {},
    _onZoomEnd() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), fine = Math.min(2, devicePixelRatio || 1), c = this._container;
      L.DomUtil.setPosition(c, this._bounds.min);
      c.width = Math.round(fine * size.x); c.height = Math.round(fine * size.y);
      c.style.width = size.x + 'px'; c.style.height = size.y + 'px';
      this._pen.scale(fine, fine);
      const zoom = this._map.getZoom(), began = performance.now();
      const from = this._map.getPixelOrigin().add(this._bounds.min);
      this._draw({zoom, scale: 256 * 2 ** zoom, x: from.x, y: from.y, width: size.x, height: size.y});
      c.dataset.ms = (performance.now() - began).toFixed(1);
    },

    _draw(v) {
      const pen = this._pen, active = this._data.levels.filter(level => v.zoom >= level.from);
      const seen = o => o.e * v.scale >= v.x - 20 && o.w * v.scale <= v.x + v.width + 20
        && o.s * v.scale >= v.y - 20 && o.n * v.scale <= v.y + v.height + 20;
      const shown = active.map(level => {
        const tiles = level.tiles.filter(seen);
        tiles.forEach(tile => unpack(level, tile));
        return tiles;
      });
      shown.forEach((tiles, index) => {
        pen.save();
        this._without(v, shown.slice(index + 1).flat());
        this._areas(v, tiles, seen);
        this._lines(v, tiles.flatMap(tile => tile.lines).filter(one => v.zoom >= SHOWN_FROM[one.kind] && seen(one)));
        pen.restore();
      });
      this._border(v);
      const taken = {cells: new Set(), names: []};
      shown.forEach((tiles, index) => {
        pen.save();
        this._without(v, shown.slice(index + 1).flat());
        this._names(v, tiles.flatMap(tile => tile.lines).filter(one => one.name && v.zoom >= NAMED_FROM[one.kind] && seen(one)), taken);
        pen.restore();
      });
    },
    _rect(v, tile) {                           // whole pixels: neighbours share an edge and leave no seam
      const [x, y] = [Math.round(tile.w * v.scale - v.x), Math.round(tile.n * v.scale - v.y)];
      return [x, y, Math.round(tile.e * v.scale - v.x) - x, Math.round(tile.s * v.scale - v.y) - y];
    },
    _without(v, tiles) {                       // what a finer level shows is left to it
      if (!tiles.length) return;
      const pen = this._pen;
      pen.beginPath();
      pen.rect(-1e4, -1e4, 2e4 + v.width, 2e4 + v.height);
      for (const tile of tiles) pen.rect(...this._rect(v, tile));
      pen.clip('evenodd');
    },
    _trace(v, one, close) {
      const pen = this._pen, at = one.at;
      for (let i = 0; i < at.length; i += 2) {
        const x = at[i] * v.scale - v.x, y = at[i + 1] * v.scale - v.y;
        if (i) pen.lineTo(x, y); else pen.moveTo(x, y);
      }
      if (close) pen.closePath();
    },
    _fill(v, shapes, colour) {
      const pen = this._pen;
      Object.assign(pen, {fillStyle: colour, strokeStyle: colour, lineWidth: .8});
      for (const rings of shapes) {
        pen.beginPath();
        for (const ring of rings) this._trace(v, ring, true);
        pen.fill('evenodd');
        pen.stroke();                          // closes the seam between two tiles
      }
    },
    _edge(v) {
      const pen = this._pen, edge = this._data.edge;
      pen.beginPath();
      edge.forEach(([lat, lon], i) => pen[i ? 'lineTo' : 'moveTo'](east(lon) * v.scale - v.x, south(lat) * v.scale - v.y));
      pen.closePath();
    },
    _areas(v, tiles, seen) {
      const pen = this._pen, c = this._look.colours, large = shapes => shapes.filter(rings => seen(rings[0]));
      if (this._data.wet || !this._look.outlined) {   // without known water the outlines tell land from sea
        pen.save();
        this._edge(v);
        pen.clip();
        pen.fillStyle = c.land;
        for (const tile of tiles) if (tile.land || !this._look.outlined) pen.fillRect(...this._rect(v, tile));
        for (const tile of tiles) this._fill(v, tile.sea, c.water);
        pen.restore();
      }
      for (const tile of tiles) this._fill(v, large(tile.green), c.green);
      for (const tile of tiles) this._fill(v, large(tile.water), c.water);
    },
    _border(v) {                               // where the roads end, they end visibly
      const pen = this._pen;
      this._edge(v);
      Object.assign(pen, {strokeStyle: this._look.colours.edge, lineWidth: 1, globalAlpha: .55});
      pen.setLineDash([2, 5]);
      pen.stroke();
      pen.setLineDash([]);
      pen.globalAlpha = 1;
    },

    _width(kind, zoom) { return Math.max(.6, WIDTH[kind] * 2 ** ((zoom - 14) * (zoom > 14 ? .62 : .45))); },
    _lines(v, lines) {
      const c = this._look.colours, by = kind => lines.filter(one => one.kind === kind);
      const stroke = (kind, colour, width, dash = []) => {
        const pen = this._pen, found = by(kind);
        Object.assign(pen, {strokeStyle: colour, lineWidth: width, lineJoin: 'round', lineCap: dash.length ? 'butt' : 'round'});
        pen.setLineDash(dash);
        for (let i = 0; i < found.length; i += 200) {      // one path of thousands of lines is slow to stroke
          pen.beginPath();
          for (const one of found.slice(i, i + 200)) this._trace(v, one, false);
          pen.stroke();
        }
        pen.setLineDash([]);
      };
      for (const kind of [STREAM, RIVER]) stroke(kind, c.water, this._width(kind, v.zoom));
      stroke(RAIL, c['road-casing'], 1.2, [5, 2]);
      const quiet = kind => kind >= 4 && v.zoom < 15 || kind === SERVICE;
      const wide = kind => this._width(kind, v.zoom);
      for (let kind = SERVICE; kind >= 0; kind--) {
        if (quiet(kind)) stroke(kind, c['road-small'], Math.max(1, wide(kind)));
        else if (wide(kind) < 1.8) stroke(kind, c['road-thin'], wide(kind) + .3);
        else stroke(kind, c['road-casing'], wide(kind) + 1.6);
      }
      for (let kind = 4; kind >= 0; kind--) if (!quiet(kind) && wide(kind) >= 1.8) stroke(kind, c.road, wide(kind));
    },

    // Names along their street, letter by letter; none over another, none twice within sight.
    _names(v, lines, taken) {
      const pen = this._pen, c = this._look.colours;
      Object.assign(pen, {fillStyle: c['map-label'], strokeStyle: c.land, lineWidth: 3, lineJoin: 'round',
        textAlign: 'center', textBaseline: 'middle'});
      pen.font = '11.5px "Source Sans","Source Sans 3",system-ui,sans-serif';
      for (const one of lines.map(l => ({...l, path: this._path(v, l)})).sort((a, b) => a.kind - b.kind || b.path.long - a.path.long)) {
        const widths = [...one.name].map(letter => this._letter(letter)), long = widths.reduce((a, b) => a + b, 0);
        if (one.path.long < long + 12) continue;
        let tries = 12, wanted = 3;            // a long street carries its name again where one sees it again
        for (const middle of this._middles(v, one.path, long)) {
          if (!tries-- || !wanted) break;
          const placed = this._placed(one, widths, long, middle - long / 2);
          if (placed && this._free(placed, one.name, taken)) { this._write([...one.name], placed); wanted--; }
        }
      }
    },
    _middles(v, path, long) {                  // where in sight a name may stand, the middle of the street first
      const found = [], step = Math.max(30, (path.long - long) / 60);
      for (let at = long / 2 + 5, i = 1; at < path.long - long / 2 - 4; at += step) {
        while (path.far[i] < at) i++;
        const [x, y] = path.rows[i];
        if (x > 0 && y > 0 && x < v.width && y < v.height || path.long < long * 2) found.push(at);
      }
      const middle = found[found.length >> 1];
      return found.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    },
    _letter(letter) {
      if (!this._widths.has(letter)) this._widths.set(letter, this._pen.measureText(letter).width + .25);
      return this._widths.get(letter);
    },
    _path(v, one) {
      const rows = [], far = [0];
      for (let i = 0; i < one.at.length; i += 2) rows.push([one.at[i] * v.scale - v.x, one.at[i + 1] * v.scale - v.y]);
      if (rows.at(-1)[0] < rows[0][0]) rows.reverse();
      for (let i = 1; i < rows.length; i++) far.push(far[i - 1] + Math.hypot(rows[i][0] - rows[i - 1][0], rows[i][1] - rows[i - 1][1]));
      return {rows, far, long: far.at(-1)};
    },
    _placed({path}, widths, long, start) {
      if (start < 4 || start + long > path.long - 4) return null;
      const found = [];
      let at = start, i = 1;
      for (const width of widths) {
        const middle = at + width / 2;
        while (path.far[i] < middle) i++;
        const [a, b] = [path.rows[i - 1], path.rows[i]], share = (middle - path.far[i - 1]) / (path.far[i] - path.far[i - 1]);
        const turn = Math.atan2(b[1] - a[1], b[0] - a[0]);
        if (found.length && Math.abs(turn - found.at(-1).turn) > .45 || Math.abs(turn) > 1.65) return null;
        found.push({x: a[0] + share * (b[0] - a[0]), y: a[1] + share * (b[1] - a[1]), turn});
        at += width;
      }
      return found;
    },
    _free(placed, name, taken) {
      const middle = placed[placed.length >> 1], cell = p => [Math.floor(p.x / 13), Math.floor(p.y / 13)];
      if (taken.names.some(n => n.name === name && Math.hypot(n.x - middle.x, n.y - middle.y) < 320)) return false;
      const cells = placed.flatMap(p => { const [i, j] = cell(p); return [-1, 0, 1].flatMap(a => [-1, 0, 1].map(b => `${i + a}:${j + b}`)); });
      if (placed.some(p => taken.cells.has(cell(p).join(':')))) return false;
      for (const one of cells) taken.cells.add(one);
      taken.names.push({name, x: middle.x, y: middle.y});
      return true;
    },
    _write(letters, placed) {
      const pen = this._pen;
      for (const how of ['strokeText', 'fillText']) letters.forEach((letter, i) => {
        pen.save();
        pen.translate(placed[i].x, placed[i].y);
        pen.rotate(placed[i].turn);
        pen[how](letter, 0, 0);
        pen.restore();
      });
    },
  });

  const words = content => { const made = document.createElement('span'); made.textContent = content; return made.outerHTML; };
  function credited(map, {text, url}) {        // in a frame that may open nothing, the page around it opens the link
    const link = document.createElement('a'), box = map.attributionControl;
    link.textContent = text;
    for (const [name, value] of [['href', url], ['target', '_blank'], ['rel', 'noopener']]) link.setAttribute(name, value);
    box.addAttribution(link.outerHTML);
    box.getContainer().addEventListener('click', e => {
      if (parent === window || !e.target.closest?.('a[target]')) return;
      e.preventDefault();
      parent.postMessage({faltplan: 'credit'}, '*');
    });
  }

  function tiled(map, look, fail) {            // a server that fails or is silent gives way to the own ground, once
    const layer = L.tileLayer(look.tiles.url, {attribution: words(look.tiles.attribution), maxZoom: 19});
    let failed = 0, waiting = null, gone = false;
    const give = () => {
      if (gone) return;
      gone = true;
      clearTimeout(waiting);
      layer.remove();
      map.getContainer().classList.remove('fp-tiled');
      const box = L.control({position: 'bottomright'});
      box.onAdd = () => Object.assign(document.createElement('div'), {className: 'fp-key fp-failed', textContent: look.failed});
      box.addTo(map);
      fail();
    };
    layer.on('loading', () => { clearTimeout(waiting); waiting = setTimeout(give, PATIENCE); });
    layer.on('load', () => clearTimeout(waiting));
    layer.on('tileload', () => { failed = 0; clearTimeout(waiting); });
    layer.on('tileerror', () => { if (++failed >= FAILURES) give(); });
    map.getContainer().classList.add('fp-tiled');
    layer.addTo(map);
  }

  window.faltplanPoints = points;
  window.faltplanGround = (map, data, look) => {
    map.createPane('roads').style.zIndex = 160;
    map.getPane('roads').style.pointerEvents = 'none';
    const own = () => {
      if (!data) return;
      const roads = new Roads(data, look).addTo(map);
      credited(map, data.credit);
      // Without outlines nothing is known beyond the roads: that is not water.
      if (!look.outlined) map.getContainer().style.background = look.colours.land;
      document.fonts.addEventListener('loadingdone', () => { roads._widths.clear(); roads._update(); });
    };
    if (look.tiles) tiled(map, look, own); else own();
  };
})();
