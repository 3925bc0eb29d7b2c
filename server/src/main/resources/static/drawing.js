/* Draws the table of a page that has one row for each vertex (tr[data-vertex]) as a graph, once. When the table
   changes, the boxes change their colours, icons and words, and stay where they are. */
'use strict'

const SVG = 'http://www.w3.org/2000/svg'
const HEIGHT = 52
const NARROWEST = 180
const WIDEST = 300
const SMALLEST = 0.1
const LARGEST = 2
const field = document.getElementById('drawing')
const rowsOf = () => [...document.querySelectorAll('tr[data-vertex]')]
const layoutScript = new URL('layout.js', document.currentScript.src)

function make(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  node.append(...children)
  return node
}

/** What a row says about its vertex. */
function read(row) {
  const state = row.querySelector('.st')
  const cell = row.querySelector('[data-note]')
  return {
    key: row.dataset.vertex,
    name: row.dataset.name,
    href: row.dataset.href,
    shape: row.dataset.shape,
    parents: (row.dataset.parents ?? '').split(' ').filter(Boolean),
    look: [...(state?.classList ?? [])].find(it => it.startsWith('s-')) ?? 's-none',
    word: state?.textContent.trim() ?? row.dataset.word ?? '',
    icon: state?.querySelector('use')?.getAttribute('href') ?? null,
    note: cell?.dataset.note ?? '',
    critical: row.querySelector('[data-critical]') !== null
  }
}

const ruler = document.createElement('canvas').getContext('2d')
const family = getComputedStyle(document.body).fontFamily

function width(text, font) {
  ruler.font = `${font} ${family}`
  return ruler.measureText(text).width
}

/** The text, or its beginning and its end, whichever fits. */
function fit(text, font, room) {
  if (width(text, font) <= room) return text
  let kept = text.length - 1
  const cut = () => `${text.slice(0, Math.ceil(kept / 2))}…${text.slice(text.length - Math.floor(kept / 2))}`
  while (kept > 2 && width(cut(), font) > room) kept--
  return cut()
}

// What a box may have to say later must fit, too, since boxes do not grow.
const room = it => Math.max(NARROWEST, Math.min(WIDEST, Math.ceil(width(it.name, '600 13px')) + 50))

function box(it, place, wide) {
  const shape = { width: wide, height: HEIGHT, rx: it.shape === 'noop' ? HEIGHT / 2 : 6 }
  const left = it.shape === 'noop' ? 20 : 11
  const group = make('g', { transform: `translate(${place.x - wide / 2} ${place.y - HEIGHT / 2})` })
  if (it.shape === 'many') group.append(make('rect', { class: 'n n2', x: 4, y: 4, ...shape }))
  group.append(make('rect', { class: 'n', ...shape }))
  const icon = make('svg', { class: 'i', x: left, y: 9, width: 15, height: 15, viewBox: '0 0 16 16' }, make('use'))
  const name = make('text', { x: left + (it.icon ? 23 : 0), y: 21 }, fit(it.name, '600 13px', wide - left - 34))
  const word = make('text', { class: 's', x: left, y: 42 })
  const note = make('text', { class: 't', x: wide - left, y: 42 })
  group.append(icon, name, word, note)
  const link = make('a', { href: it.href, 'data-box': it.key }, make('title'), group)
  return { link, icon, word, note, wide: wide - 2 * left, title: link.firstChild }
}

/** Writes how the vertex stands into its box; what has not changed is not touched. */
function paint(drawn, it) {
  const said = `${it.look} ${it.word} ${it.note}`
  if (drawn.said === said) return
  drawn.said = said
  drawn.link.setAttribute('class', `${it.look} v-${it.shape}`)
  drawn.title.textContent = [it.name, it.word, it.note].filter(Boolean).join(', ')
  drawn.icon.toggleAttribute('hidden', it.icon === null)
  if (it.icon) drawn.icon.firstChild.setAttribute('href', it.icon)
  drawn.word.textContent = it.word
  drawn.note.textContent = fit(it.note, '400 12px', drawn.wide - width(it.word, '500 12px') - 10)
}

function curve(points) {
  const [first, ...others] = points
  let path = `M${first.x.toFixed(1)} ${first.y.toFixed(1)}`
  let last = first
  for (const point of others) {
    const middle = ((last.x + point.x) / 2).toFixed(1)
    path += `C${middle} ${last.y.toFixed(1)} ${middle} ${point.y.toFixed(1)} ${point.x.toFixed(1)} ${point.y.toFixed(1)}`
    last = point
  }
  return path
}

function draw(all, { width: wide, height, places, lines }) {
  const marker = { viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto', markerUnits: 'userSpaceOnUse' }
  const arrow = make('marker', { id: 'arrow', ...marker }, make('path', { class: 'arrow', d: 'M0 0 8 4 0 8z' }))
  const svg = make('svg', { class: 'g', viewBox: `0 0 ${wide} ${height}`, role: 'group', 'aria-label': field.dataset.label })
  svg.append(make('defs', {}, arrow))
  const edges = lines.map(({ from, to, points }) => {
    const path = make('path', { class: 'e', d: curve(points), 'marker-end': 'url(#arrow)' })
    svg.append(path)
    return { from, to, path }
  })
  const boxes = new Map(all.map(it => [it.key, box(it, places[it.key], room(it))]))
  for (const { link } of boxes.values()) svg.append(link)
  field.replaceChildren(svg)
  field.removeAttribute('aria-busy')
  return { svg, wide, height, places, edges, boxes }
}

/** A link is thick if the longest chain goes along it, and dashed while nothing has come along it. */
function show({ boxes, edges }) {
  const all = new Map(rowsOf().map(read).map(it => [it.key, it]))
  for (const [key, drawn] of boxes) if (all.has(key)) paint(drawn, all.get(key))
  const chain = [...all.values()].filter(it => it.critical).map(it => it.key)
  const next = new Map(chain.map((key, place) => [key, chain[place + 1]]))
  for (const { from, to, path } of edges) {
    const waits = all.get(from)?.look !== 's-finished' && all.get(from)?.look !== 's-none'
    path.setAttribute('class', `e${next.get(from) === to ? ' crit' : ''}${waits ? ' wait' : ''}`)
  }
}

function zooming(drawing) {
  const { svg, wide, height } = drawing
  const fitting = () => Math.min(1, (field.clientWidth - 2) / wide, (field.clientHeight - 2) / height)
  let scale = 1
  const set = wanted => {
    const centre = { x: (field.scrollLeft + field.clientWidth / 2) / scale, y: (field.scrollTop + field.clientHeight / 2) / scale }
    scale = Math.max(Math.min(SMALLEST, fitting()), Math.min(LARGEST, wanted))
    svg.setAttribute('width', Math.round(wide * scale))
    svg.setAttribute('height', Math.round(height * scale))
    field.scrollTo(centre.x * scale - field.clientWidth / 2, centre.y * scale - field.clientHeight / 2)
  }
  const deeds = { out: () => set(scale / 1.25), in: () => set(scale * 1.25), fit: () => set(fitting()), whole: () => set(1) }
  for (const button of document.querySelectorAll('[data-zoom]')) {
    button.closest('[hidden]')?.removeAttribute('hidden')
    button.addEventListener('click', deeds[button.dataset.zoom])
  }
  // Begins where all is seen if that can be read, else at a size that can, at the beginning.
  set(Math.max(fitting(), Math.min(1, 0.7)))
  field.scrollTo(0, Math.max(0, (svg.clientHeight - field.clientHeight) / 2))
}

/** Arrows lead from box to box: along the links, and up and down to what is nearest. */
function steering({ places, edges, boxes }) {
  const nearest = (keys, from) =>
    keys.map(key => [key, Math.abs(places[key].y - places[from].y)]).sort((a, b) => a[1] - b[1])[0]?.[0]
  const beside = (from, down) => {
    const same = Object.keys(places).filter(key => Math.abs(places[key].x - places[from].x) < NARROWEST / 2)
    return nearest(same.filter(key => (down ? places[key].y > places[from].y : places[key].y < places[from].y)), from)
  }
  const ways = {
    ArrowRight: from => nearest(edges.filter(it => it.from === from).map(it => it.to), from),
    ArrowLeft: from => nearest(edges.filter(it => it.to === from).map(it => it.from), from),
    ArrowDown: from => beside(from, true),
    ArrowUp: from => beside(from, false)
  }
  field.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return // the browser's own, like Alt and left for back
    const from = event.target.closest('[data-box]')?.dataset.box
    const to = from && ways[event.key]?.(from)
    if (!to) return
    event.preventDefault()
    boxes.get(to).link.focus()
  })
}

function fail(error) {
  console.error(error)
  field.removeAttribute('aria-busy')
  field.textContent = field.dataset.failed
}

/** Tells the reader when it fails, who would wait for the drawing for ever. */
function trying(deed) {
  try {
    deed()
  } catch (error) {
    fail(error)
  }
}

function begin() {
  const all = rowsOf().map(read)
  const known = new Set(all.map(it => it.key))
  const lines = all.flatMap(it => it.parents.filter(key => known.has(key)).map(from => ({ from, to: it.key })))
  const worker = new Worker(layoutScript)
  worker.addEventListener('message', ({ data }) => {
    worker.terminate()
    trying(() => keep(draw(all, data)))
  })
  worker.addEventListener('error', fail)
  worker.postMessage({ boxes: all.map(it => ({ key: it.key, width: room(it), height: HEIGHT })), lines })
}

/** Shows what the table says, now and whenever that changes. */
function keep(drawing) {
  show(drawing)
  zooming(drawing)
  steering(drawing)
  let due = false
  const table = document.getElementById('steps')
  new MutationObserver(() => {
    if (due) return
    due = true
    requestAnimationFrame(() => {
      due = false
      show(drawing)
    })
  }).observe(table, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['data-note', 'class'] })
}

if (field) {
  field.closest('section').hidden = false
  trying(begin)
}
