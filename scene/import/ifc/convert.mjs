// node convert.mjs IN.ifc OUT.glb OUT.json
// Turns an IFC file into a GLB (metres, Y up as glTF asks; one node "e<number>" for each element) and a JSON sidecar
// with what the geometry cannot say: classes, names, storeys, spaces, doors. All lengths in the sidecar are metres,
// z up. Exit status 2 with one line "refused: ..." on stderr where the file cannot be used.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

function refuse(text) {
  process.stderr.write(`refused: ${text}\n`);
  process.exit(2);
}

let webifc;
try {
  webifc = createRequire(import.meta.url)('web-ifc');
} catch {
  refuse(`the npm package web-ifc is not installed; run "npm ci" in ${new URL('.', import.meta.url).pathname}`);
}

/// The value of an IFC attribute, whatever wraps it; null where it is not set.
const value = (attribute) => (attribute === null || attribute === undefined ? null : attribute.value ?? null);
const text = (attribute) => String(value(attribute) ?? '');
const positive = (number) => (typeof number === 'number' && Number.isFinite(number) && number > 0 ? number : null);

/// Coordinates farther out than this [m] are moved to the origin: a GLB holds 32-bit floats, 1 mm apart at 10 km.
const FAR = 10000;

const SI_PREFIX = {
  EXA: 1e18, PETA: 1e15, TERA: 1e12, GIGA: 1e9, MEGA: 1e6, KILO: 1e3, HECTO: 1e2, DECA: 1e1, DECI: 1e-1,
  CENTI: 1e-2, MILLI: 1e-3, MICRO: 1e-6, NANO: 1e-9, PICO: 1e-12, FEMTO: 1e-15, ATTO: 1e-18,
};

class Reader {
  constructor(api, model) {
    this.api = api;
    this.model = model;
    this.unit = this.lengthUnit();
    this.parents = this.parentsOf();
    this.storeys = this.readStoreys();
  }

  ids(type) { return Array.from(this.api.GetLineIDsWithType(this.model, webifc[type], true)); }
  line(id) { return this.api.GetLine(this.model, id); }
  className(id) { return this.api.GetNameFromTypeCode(this.api.GetLineType(this.model, id)) ?? ''; }

  /// Length of one unit of the file [m], from the project's unit assignment; 1 where it states none.
  lengthUnit() {
    const inMetres = (unit) => {
      if (unit.ConversionFactor !== undefined) {
        const factor = this.line(value(unit.ConversionFactor));
        return value(factor.ValueComponent) * inMetres(this.line(value(factor.UnitComponent)));
      }
      return SI_PREFIX[value(unit.Prefix)] ?? 1;
    };
    for (const project of this.ids('IFCPROJECT')) {
      const assignment = value(this.line(project).UnitsInContext);
      if (assignment === null) continue;
      for (const handle of this.line(assignment).Units ?? []) {
        const unit = this.line(value(handle));
        if (value(unit?.UnitType) === 'LENGTHUNIT') return positive(inMetres(unit)) ?? 1;
      }
    }
    return 1;
  }

  /// Map from an element to what contains or aggregates it.
  parentsOf() {
    const parents = new Map();
    const add = (type, children, parent) => {
      for (const id of this.ids(type)) {
        const relation = this.line(id);
        for (const child of [relation[children] ?? []].flat()) {
          if (!parents.has(value(child))) parents.set(value(child), value(relation[parent]));
        }
      }
    };
    add('IFCRELAGGREGATES', 'RelatedObjects', 'RelatingObject');
    add('IFCRELCONTAINEDINSPATIALSTRUCTURE', 'RelatedElements', 'RelatingStructure');
    // A door or window that nothing contains stands where its wall stands.
    add('IFCRELVOIDSELEMENT', 'RelatedOpeningElement', 'RelatingBuildingElement');
    add('IFCRELFILLSELEMENT', 'RelatedBuildingElement', 'RelatingOpeningElement');
    return parents;
  }

  /// Position and axes of a product, z up, metres; null where it has no placement.
  placement(line) {
    const handle = value(line.ObjectPlacement);
    if (handle === null) return null;
    const m = this.api.GetWorldTransformMatrix(this.model, handle);
    const axes = [m.slice(0, 3), m.slice(4, 7), m.slice(8, 11)].map((axis) => {
      const length = Math.hypot(...axis);
      return axis.map((x) => x / length);
    });
    const origin = m.slice(12, 15).map((x) => x * this.unit);
    return [...axes.flat(), ...origin].every(Number.isFinite) ? { axes, origin } : null;
  }

  /// Storeys with the height of their placement, which is what their elements are placed by (the attribute Elevation
  /// may count from another datum); ascending.
  readStoreys() {
    const storeys = this.ids('IFCBUILDINGSTOREY').map((id) => {
      const line = this.line(id);
      const place = this.placement(line);
      const z = place ? place.origin[2] : (value(line.Elevation) ?? 0) * this.unit;
      return { id, name: text(line.Name) || text(line.LongName), z: Number.isFinite(z) ? z : 0 };
    });
    return storeys.sort((a, b) => a.z - b.z || a.id - b.id);
  }

  storeyOf(id) {
    const seen = new Set();
    for (let at = id; at !== undefined && at !== null && !seen.has(at); at = this.parents.get(at)) {
      const index = this.storeys.findIndex((storey) => storey.id === at);
      if (index >= 0) return index;
      seen.add(at);
    }
    return -1;
  }

  /// Triangles of one streamed mesh: positions as web-ifc gives them (metres, Y up) but in double precision.
  triangles(flat) {
    const parts = [];
    let vertices = 0;
    let indices = 0;
    for (let i = 0; i < flat.geometries.size(); i++) {
      const placed = flat.geometries.get(i);
      const geometry = this.api.GetGeometry(this.model, placed.geometryExpressID);
      const source = this.api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize());
      const index = this.api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize()).slice();
      const t = placed.flatTransformation;
      const position = new Float64Array(source.length / 2);  // six floats a vertex: position and normal
      for (let s = 0, d = 0; s < source.length; s += 6, d += 3) {
        for (let row = 0; row < 3; row++) {
          position[d + row] = t[row] * source[s] + t[4 + row] * source[s + 1] + t[8 + row] * source[s + 2] + t[12 + row];
        }
      }
      geometry.delete?.();
      parts.push({ position, index });
      vertices += position.length;
      indices += index.length;
    }
    const position = new Float64Array(vertices);
    const index = new Uint32Array(indices);
    let v = 0;
    let n = 0;
    for (const part of parts) {
      position.set(part.position, v);
      for (let k = 0; k < part.index.length; k++) index[n + k] = part.index[k] + v / 3;
      v += part.position.length;
      n += part.index.length;
    }
    return { position, index };
  }

  /// What the sidecar says of one product.
  describe(id) {
    const line = this.line(id);
    const parent = this.parents.get(id);
    const of = parent === undefined || parent === null ? '' : this.className(parent);
    return {
      line,
      record: {
        id: text(line.GlobalId), name: text(line.Name), class: this.className(id),
        predefined: text(line.PredefinedType), of, storey: this.storeyOf(id),
      },
    };
  }
}

/// Bounding box of points (Y up) in the frame of a placement (z up): [low, high], or null without points.
function boxIn(place, position) {
  if (!position || position.length === 0) return null;
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let k = 0; k < position.length; k += 3) {
    const d = [position[k] - place.origin[0], -position[k + 2] - place.origin[1], position[k + 1] - place.origin[2]];
    for (let a = 0; a < 3; a++) {
      const x = d[0] * place.axes[a][0] + d[1] * place.axes[a][1] + d[2] * place.axes[a][2];
      low[a] = Math.min(low[a], x);
      high[a] = Math.max(high[a], x);
    }
  }
  return [...low, ...high].every(Number.isFinite) ? [low, high] : null;
}

/// The elements that are drawn, with their triangles; those with non-finite coordinates lose their triangles.
function collectElements(reader, warnings) {
  const elements = [];
  let broken = 0;
  const add = (flat) => {
    const mesh = reader.triangles(flat);
    if (!mesh.position.every(Number.isFinite)) {
      broken++;
      return;
    }
    if (mesh.index.length > 0) elements.push({ express: flat.expressID, ...mesh, ...reader.describe(flat.expressID) });
  };
  reader.api.StreamAllMeshes(reader.model, add);
  const drawn = new Set(elements.map((element) => element.express));
  reader.api.StreamAllMeshesWithTypes(reader.model, [webifc.IFCSPACE], (flat) => {
    if (!drawn.has(flat.expressID)) add(flat);
  });
  if (broken > 0) warnings.push(`${broken} elements were left out: their geometry is not finite`);
  return elements;
}

function collectSpaces(reader, elements) {
  const at = new Map(elements.map((element, index) => [element.express, index]));
  return reader.ids('IFCSPACE').map((id) => {
    if (!at.has(id)) {
      at.set(id, elements.length);
      elements.push({ express: id, position: new Float64Array(0), index: new Uint32Array(0), ...reader.describe(id) });
    }
    const element = at.get(id);
    const { line, record } = elements[element];
    return { element, name: record.name, long_name: text(line.LongName), storey: record.storey };
  });
}

/// Doors with the boxes, in the door's own frame, of its geometry, of the opening it fills and of the wall around it.
function collectDoors(reader, elements) {
  const openingOf = new Map();
  for (const id of reader.ids('IFCRELFILLSELEMENT')) {
    const relation = reader.line(id);
    openingOf.set(value(relation.RelatedBuildingElement), value(relation.RelatingOpeningElement));
  }
  const wanted = new Set(openingOf.values());
  const openings = new Map();
  reader.api.StreamAllMeshesWithTypes(reader.model, [webifc.IFCOPENINGELEMENT, webifc.IFCOPENINGSTANDARDCASE], (flat) => {
    if (wanted.has(flat.expressID)) openings.set(flat.expressID, reader.triangles(flat).position);
  });
  const at = new Map(elements.map((element, index) => [element.express, index]));
  const doors = [];
  for (const id of reader.ids('IFCDOOR')) {
    if (!at.has(id)) {
      at.set(id, elements.length);
      elements.push({ express: id, position: new Float64Array(0), index: new Uint32Array(0), ...reader.describe(id) });
    }
    const element = at.get(id);
    const { line, record, position } = elements[element];
    const place = reader.placement(line);
    if (place === null) continue;
    const opening = openingOf.get(id);
    const host = elements[at.get(reader.parents.get(opening))];
    const scaled = (number) => (positive(number) === null ? null : number * reader.unit);
    doors.push({
      element, name: record.name, storey: record.storey,
      width: scaled(value(line.OverallWidth)), height: scaled(value(line.OverallHeight)),
      origin: place.origin, axes: place.axes,
      box: boxIn(place, position), opening: boxIn(place, openings.get(opening)), host: boxIn(place, host?.position),
    });
  }
  return doors;
}

/// [x, y, z] (z up, metres) to subtract so that coordinates are exact to 1 mm in 32-bit floats; zero near the origin.
function farOffset(elements) {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { position } of elements) {
    for (let k = 0; k < position.length; k++) {
      low[k % 3] = Math.min(low[k % 3], position[k]);
      high[k % 3] = Math.max(high[k % 3], position[k]);
    }
  }
  const middle = (axis) => (Math.max(Math.abs(low[axis]), Math.abs(high[axis])) > FAR
    ? Math.round((low[axis] + high[axis]) / 200) * 100 : 0);
  return elements.some(({ position }) => position.length > 0) ? [middle(0), -middle(2), middle(1)] : [0, 0, 0];
}

function moveToOrigin([x, y, z], elements, storeys, doors) {
  const yUp = [x, z, -y];
  for (const { position } of elements) for (let k = 0; k < position.length; k++) position[k] -= yUp[k % 3];
  for (const storey of storeys) storey.z -= z;
  for (const door of doors) door.origin = [door.origin[0] - x, door.origin[1] - y, door.origin[2] - z];
}

function writeGlb(path, elements) {
  const drawn = elements.map((element, index) => ({ ...element, index, triangles: element.index }))
    .filter((element) => element.triangles.length > 0);
  const floats = drawn.reduce((sum, element) => sum + element.position.length, 0);
  const indices = drawn.reduce((sum, element) => sum + element.triangles.length, 0);
  const binary = Buffer.alloc(4 * (floats + indices));
  const positions = new Float32Array(binary.buffer, binary.byteOffset, floats);
  const triangles = new Uint32Array(binary.buffer, binary.byteOffset + 4 * floats, indices);
  const gltf = {
    asset: { version: '2.0', generator: 'muster' }, scene: 0, scenes: [{ nodes: drawn.map((_, k) => k) }], nodes: [],
    meshes: [], accessors: [], buffers: [{ byteLength: binary.length }],
    bufferViews: [{ buffer: 0, byteOffset: 0, byteLength: 4 * floats, target: 34962 },
      { buffer: 0, byteOffset: 4 * floats, byteLength: 4 * indices, target: 34963 }],
  };
  let f = 0;
  let n = 0;
  for (const { index, position, triangles: list } of drawn) {
    positions.set(position, f);
    triangles.set(list, n);
    const min = [Infinity, Infinity, Infinity];
    const max = [-Infinity, -Infinity, -Infinity];
    for (let k = f; k < f + position.length; k++) {
      min[(k - f) % 3] = Math.min(min[(k - f) % 3], positions[k]);
      max[(k - f) % 3] = Math.max(max[(k - f) % 3], positions[k]);
    }
    gltf.nodes.push({ name: `e${index}`, mesh: gltf.meshes.length });
    gltf.meshes.push({ name: `e${index}`, primitives: [
      { attributes: { POSITION: gltf.accessors.length }, indices: gltf.accessors.length + 1, mode: 4 }] });
    gltf.accessors.push(
      { bufferView: 0, byteOffset: 4 * f, componentType: 5126, count: position.length / 3, type: 'VEC3', min, max },
      { bufferView: 1, byteOffset: 4 * n, componentType: 5125, count: list.length, type: 'SCALAR' });
    f += position.length;
    n += list.length;
  }
  const json = Buffer.from(JSON.stringify(gltf));
  const padded = Buffer.concat([json, Buffer.alloc((4 - (json.length % 4)) % 4, 0x20)]);
  const header = Buffer.alloc(20);
  header.write('glTF', 0);
  header.writeUInt32LE(2, 4);
  header.writeUInt32LE(28 + padded.length + binary.length, 8);
  header.writeUInt32LE(padded.length, 12);
  header.write('JSON', 16);
  const chunk = Buffer.alloc(8);
  chunk.writeUInt32LE(binary.length, 0);
  chunk.write('BIN\0', 4);
  writeFileSync(path, Buffer.concat([header, padded, chunk, binary]));
}

/// How many entities the file refers to that it does not hold, how many it holds, and the first missing one. web-ifc
/// passes over such references without a word.
function missingEntities(bytes) {
  const data = Buffer.from(bytes).toString('latin1').replace(/'(?:[^']|'')*'|\/\*[^]*?\*\//g, '');
  const held = new Set();
  for (const [, id] of data.matchAll(/#(\d+)\s*=/g)) held.add(Number(id));
  const missing = new Set();
  for (const [, id] of data.matchAll(/#(\d+)/g)) if (!held.has(Number(id))) missing.add(Number(id));
  return { held: held.size, missing: missing.size, first: missing.values().next().value };
}

/// More than this share of missing entities is a damaged file, not a careless exporter's.
const MOST_MISSING = 0.01;

async function main() {
  const [source, glb, sidecar] = process.argv.slice(2);
  const api = new webifc.IfcAPI();
  await api.Init();
  api.SetLogLevel(webifc.LogLevel.LOG_LEVEL_OFF);
  const bytes = new Uint8Array(readFileSync(source));
  const { held, missing, first } = missingEntities(bytes);
  const incomplete = `the file refers to ${missing} entities that it does not hold (the first is #${first})`;
  if (missing > MOST_MISSING * held) refuse(`${incomplete}; it holds ${held}: parts are missing`);
  const model = api.OpenModel(bytes);
  if (model < 0) refuse('web-ifc cannot open this file (its FILE_SCHEMA is not one of IFC2X3, IFC4, IFC4X3)');
  const reader = new Reader(api, model);
  const warnings = missing > 0 ? [`${incomplete}: walls, floors or doors may be missing`] : [];
  const elements = collectElements(reader, warnings);
  if (elements.length === 0) refuse('the file holds no geometry that could be turned into triangles');
  const spaces = collectSpaces(reader, elements);
  const doors = collectDoors(reader, elements);
  const offset = farOffset(elements);
  moveToOrigin(offset, elements, reader.storeys, doors);
  writeGlb(glb, elements);
  writeFileSync(sidecar, JSON.stringify({
    format: 'muster-ifc', version: 1, schema: api.GetModelSchema(model), unit_m: reader.unit, offset,
    storeys: reader.storeys.map(({ name, z }) => ({ name, z })), elements: elements.map(({ record }) => record),
    spaces, doors, warnings,
  }));
}

main().catch((error) => refuse(`web-ifc gave up: ${String(error?.message ?? error).split('\n')[0]}`));
