/* Keeps a page up to date without moving anything on it. Every page works without it.

   The server tells by a stream of events, from the address on the main element, which parts changed, once a second. Where
   no stream can be had (or no place for one: places.js) the page is fetched again every two seconds, or as the main element says; a server that takes long
   is asked less often. What carries the same data-live key is changed in place, and what would move something at which
   somebody aims with the mouse comes when the mouse has left or rests. Rows are never added, removed or moved: a
   row (data-row) that no longer belongs to the list says so and goes on showing its state, and where the answer has more
   than the page, a link offers it (data-more names the beginning of the keys that it offers). Only logs grow (data-grow),
   and only while their reader follows them: at the end of the log, with its button (data-follow) pressed. What depends on
   who looks (data-own, and what holds forms while somebody is logged in) is in no stream: the page asks for it itself when
   it changes, and now and then for everything. */
'use strict'

const EVERY = 2000
const SILENCE = 7000 // of a stream that says at least every 3 s that it is there
const AGAIN = 30_000 // after a stream could not be had
const main = document.getElementById('main')
const url = main.dataset.liveUrl === undefined ? null : main.dataset.liveUrl || location.pathname + location.search
let good = Date.now()
let busy = false
let gone = false
let due = 0
let patience = 3 * EVERY
let misses = 0 // looks in a row that were not answered
let looked = Date.now()
let wanted = false // a look at the whole page
let missed = false // whether something is not up to date since its reader is at it
let paused = false
let knocking = false
const script = document.currentScript.src

const all = (root, attribute) =>
  new Map([...root.querySelectorAll(`[data-${attribute}]`)].map(node => [node.getAttribute(`data-${attribute}`), node]))

// Who moved the mouse a moment ago reads, or is about to click: what is under it stays there.
const RESTS = 10_000 // a mouse that was not moved for so long hinders nothing
const held = new Map() // what comes when nobody aims any more, by key
let moved = -RESTS

addEventListener('pointermove', event => { if (event.pointerType !== 'touch') moved = performance.now() })

/** What somebody aims at, if anything. */
function aimedAt() {
  if (performance.now() - moved >= RESTS) return undefined
  const under = [...document.querySelectorAll('main :hover')].pop()
  return under?.closest('a, button, summary, label, input, select, li, p, tr, article, section') ?? under
}

function isThere(node, { top, left }) {
  const now = node.getBoundingClientRect()
  return node.isConnected && Math.abs(now.top - top) < 2 && Math.abs(now.left - left) < 2
}

/** Whether the same things stand in the same order: then each is changed where it is. */
function isAlike(one, other) {
  const [these, those] = [one.childNodes, other.childNodes]
  return these.length === those.length && [...these].every((it, n) => isSame(it, those[n]) && isAlike(it, those[n]))
}

function isSame(one, other) {
  if (one.nodeName !== other.nodeName) return false
  const names = one.nodeName === 'A' ? ['href', 'id'] : one.nodeName === 'LI' ? ['id'] : []
  if (one.nodeName === 'TIME' && one.parentNode.nodeName === 'LI') names.push('datetime')
  return names.every(it => one.getAttribute(it) === other.getAttribute(it))
}

function repaint(here, there) {
  here.childNodes.forEach((node, n) => {
    const fresh = there.childNodes[n]
    if (node.nodeType !== Node.ELEMENT_NODE) {
      if (node.data !== fresh.data) node.data = fresh.data
      return
    }
    for (const { name, value } of fresh.attributes) if (node.getAttribute(name) !== value) node.setAttribute(name, value)
    for (const { name } of [...node.attributes]) if (name !== 'open' && !fresh.hasAttribute(name)) node.removeAttribute(name)
    repaint(node, fresh)
  })
}

/** Leaves the mark of what is new to its reader where it is, if what comes has none, and unfolded what was. */
function replace(here, there) {
  const mark = there.querySelector('.newmark') ? null : here.querySelector('.newmark')
  const next = mark?.nextElementSibling
  const unfolded = here.querySelector(':scope > details[open]')
  here.replaceChildren(...[...there.childNodes].map(node => document.importNode(node, true)))
  if (unfolded) here.querySelector(':scope > details')?.setAttribute('open', '')
  if (next) [...here.querySelectorAll('li')].find(it => it.isEqualNode(next))?.before(mark.cloneNode(true))
}

/** Returns whether that could be done without moving what somebody aims at. */
function fill(here, there, alike) {
  const aim = alike && here.closest('tr') ? undefined : aimedAt()
  if (aim && !alike && here.contains(aim)) return false
  const place = aim?.getBoundingClientRect()
  const before = aim && here.cloneNode(true)
  const nodes = [...here.childNodes]
  if (alike) repaint(here, there)
  else replace(here, there)
  if (!aim || isThere(aim, place)) return true
  if (alike) repaint(here, before)
  else here.replaceChildren(...nodes)
  return false
}

function change(here, there) {
  const key = here.dataset.live
  held.delete(key)
  if (here.isEqualNode(there)) return
  if (here.dataset.same === there.dataset.same && here.dataset.same) return // the same forms, made anew
  const alike = !here.querySelector('form') && isAlike(here, there)
  // what has the focus, or a form that somebody fills in, comes later
  if ((!alike && here.contains(document.activeElement)) || here.querySelector('details[open] form')) {
    missed = true
    return
  }
  const visible = here.textContent !== there.textContent
  if (!fill(here, there, alike)) {
    held.set(key, there)
    return
  }
  for (const name of ['class', 'datetime', 'title', 'aria-label', 'data-same', 'data-note']) {
    if (there.hasAttribute(name)) here.setAttribute(name, there.getAttribute(name))
    else if (name === 'data-note') here.removeAttribute(name)
  }
  const cell = visible && key.endsWith('-state') && here.closest('td')
  if (!cell) return
  cell.classList.remove('tick')
  void cell.offsetWidth // begins the animation anew
  cell.classList.add('tick')
}

/** Puts what waited for the mouse in its place, as far as that can be done now. */
function settle() {
  if (paused || busy || held.size === 0) return
  const here = all(document, 'live')
  for (const [key, there] of [...held]) {
    held.delete(key)
    if (here.has(key)) change(here.get(key), there)
  }
}

const followButton = log => document.querySelector(`[data-follow="${log.dataset.grow}"]`)
const follows = log => followButton(log)?.getAttribute('aria-pressed') === 'true'

// What somebody reads, marks with the mouse or steps through stays as it is.
function grow(here, there) {
  if (!follows(here) || here.isEqualNode(there)) return
  if (marks(here) || (here.contains(document.activeElement) && document.activeElement !== here)) {
    missed = true
    return
  }
  here.replaceChildren(...[...there.childNodes].map(node => document.importNode(node, true)))
  here.scrollTop = here.scrollHeight
}

const marks = log => !getSelection().isCollapsed && log.contains(getSelection().anchorNode)

function follow(log, on) {
  followButton(log).setAttribute('aria-pressed', on)
  if (!on) return
  log.scrollTop = log.scrollHeight
  refresh()
}

for (const log of document.querySelectorAll('[data-grow]')) {
  const button = followButton(log)
  if (!button) continue
  const begins = !location.hash || log.querySelector(':target') === null
  button.hidden = false
  button.setAttribute('aria-pressed', begins)
  if (begins) log.scrollTop = log.scrollHeight
  button.addEventListener('click', () => follow(log, !follows(log)))
  log.addEventListener('scroll', () => {
    const atItsEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 4
    button.setAttribute('aria-pressed', atItsEnd)
  })
}

function update(answer, departed) {
  const there = all(answer, 'live')
  const others = departed ? all(departed, 'live') : new Map()
  const here = all(document, 'live')
  for (const [key, node] of here) {
    const fresh = there.get(key) ?? (node.closest('tr[data-row]') && others.get(key))
    if (fresh) change(node, fresh)
  }
  for (const row of rows()) row.querySelector('[data-left]').hidden = isIn(answer, row)
  const fresh = [...there.keys()].filter(key => !here.has(key))
  for (const offer of document.querySelectorAll('[data-more]')) {
    if (fresh.some(key => key.startsWith(offer.dataset.more))) offer.hidden = false
  }
  const logs = all(answer, 'grow')
  const open = all(answer, 'follow')
  for (const [key, node] of all(document, 'grow')) {
    if (logs.has(key)) grow(node, logs.get(key))
    const isWhole = !logs.has(key) || node.isEqualNode(logs.get(key))
    if (!open.has(key) && isWhole) followButton(node)?.toggleAttribute('hidden', true)
  }
  document.title = answer.title || document.title
}

const rows = () => [...document.querySelectorAll('tr[data-row]')]
const isIn = (answer, row) => answer.querySelector(`tr[data-row="${row.dataset.row}"]`) !== null

/** Whoever was known when the page was made, and is no longer, or is somebody else, cannot change what it shows. */
const who = page => page.getElementById('who')?.textContent
const toldOut = out => document.getElementById('out').toggleAttribute('hidden', !out)

class Refused extends Error {}

async function get(address) {
  const response = await fetch(address, { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(10_000) })
  const isLogin = response.redirected && new URL(response.url).pathname === '/login'
  if (isLogin || response.status === 401 || response.status === 403) throw new Refused()
  if (response.status === 404 || response.status === 410) gone = true
  if (!response.ok || response.redirected) throw new Error(response.statusText)
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}

/** Looks at the whole page. */
async function refresh() {
  if (busy || gone || paused || document.hidden) return
  busy = true
  due = 0
  wanted = false
  missed = false
  const begun = looked = Date.now()
  try {
    const answer = await get(url)
    toldOut(who(document) !== undefined && who(answer) !== who(document))
    const missing = rows().filter(row => !isIn(answer, row))
    const ids = missing.map(row => row.dataset.row).join(',')
    update(answer, ids && (await get(`${location.pathname}?id=${ids}`)))
    good = Date.now()
    if (misses > 0) next = 0 // the server is back, and so are its streams
    misses = 0
    pace(answer, begun)
    listen()
  } catch (e) {
    // the banner tells how old the page is; the next round tries again
    wanted = true
    misses++
    if (e instanceof Refused) {
      toldOut(true)
      good = Date.now() // the server answers; what it does not tell is another matter
      misses = 0
    }
    if (gone) mute()
  } finally {
    busy = false
    for (const change of later.splice(0)) apply(change)
    tell()
  }
}

/** The next round is due after a pause of five times what this one took, and not before the page wants it. */
function pace(answer, begun) {
  const took = good - begun
  const every = Math.max(Number(answer.getElementById('main')?.dataset.liveEvery) || EVERY, 6 * took)
  due = begun + every - EVERY / 4 // the clock that looks for it does not tick exactly
  patience = every + 2 * Math.max(EVERY, took)
}

// The stream. What it says while the page looks for itself comes later: it may be newer.
let source = null
let heard = 0
let next = 0
const later = []
const waiting = new Set()

const streams = () => source?.readyState === EventSource.OPEN

// Whether this page has one of the few places for streams that places.js gives. Over HTTP/2 there is no need of that.
const isNarrow = !/^h[23]/.test(performance.getEntriesByType('navigation')[0]?.nextHopProtocol)
const places =
  url !== null && isNarrow && 'SharedWorker' in window
    ? new SharedWorker(new URL('places.js', script)).port
    : null
let place = places === null

const wantsStream = () =>
  !gone && !document.hidden && main.dataset.liveOwn === undefined && (source !== null || Date.now() >= next)

if (places) {
  places.onmessage = ({ data }) => {
    place = data
    if (!place && source) mute()
    if (place && !busy && misses === 0) listen() // else after the next look that is answered
  }
  addEventListener('pagehide', () => places.postMessage(false))
}

function listen() {
  if (source || !place || !wantsStream()) return
  const mine = new EventSource(url)
  let had = false
  source = mine
  heard = Date.now()
  const on = (name, act) => mine.addEventListener(name, event => {
    if (mine !== source) return
    heard = Date.now()
    act(event)
  })
  on('open', () => {
    had = true
    misses = 0
    wanted = true // what changed before the stream began
    look()
  })
  on('message', event => take(JSON.parse(event.data)))
  on('beat', () => {})
  on('look', () => { wanted = true })
  on('out', () => mute(EVERY) || refresh())
  on('error', () => {
    mute(had ? Math.random() * EVERY : AGAIN) // not all at once
    if (paused && had) misses = 2
    refresh()
  })
}

/** Ends the stream; none is begun for so long. */
function mute(pause = 0) {
  source?.close()
  source = null
  next = Date.now() + pause
}

const element = html => {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content.firstElementChild
}

function take(change) {
  if (busy) later.push(change)
  else apply(change)
}

/** Puts elements in the places of those with the same keys. Others than those are in no such message. */
function apply({ every, parts, own }) {
  good = heard
  patience = every + 3 * EVERY
  const fresh = parts.map(element).filter(Boolean)
  if (paused) {
    for (const { dataset } of fresh) if (dataset.live !== 'clock') waiting.add(dataset.live ?? dataset.grow)
    return
  }
  if (own && document.querySelector('[data-own]')) wanted = true
  const here = all(document, 'live')
  const logs = all(document, 'grow')
  for (const there of fresh) {
    const { live, grow: log } = there.dataset
    if (there.localName === 'title') document.title = there.textContent
    else if (log !== undefined) logs.has(log) && grow(logs.get(log), there)
    else if (here.has(live)) put(here.get(live), there)
    if (/(^|-)state$/.test(live) && offers()) wanted = true
  }
}

const offered = new Map() // what the stream said last of parts that hold forms here

/** What the stream says is what everybody sees. Whoever is logged in may be offered more in the same place, and asks for that. */
function put(here, there) {
  if (isKnown() && (here.dataset.same !== undefined || here.querySelector('form[method=post]'))) {
    const says = there.dataset.same ?? there.textContent
    if (offered.get(here.dataset.live) !== says) wanted = true
    offered.set(here.dataset.live, says)
    return
  }
  change(here, there)
}

const isKnown = () => who(document) !== undefined
/** Whether somebody is logged in here who is offered something that may change while the page is open. */
const offers = () => isKnown() && document.querySelector('main :is([data-own] *, [data-live] form[method=post])') !== null
const hasStrays = () => document.querySelector('[data-left]:not([hidden])') !== null

/** Looks at the whole page when that is wanted, not more than once a second. */
function look() {
  if (source && Date.now() - heard > SILENCE) {
    const had = streams()
    if (had) misses = 2
    mute(had ? 0 : AGAIN)
    refresh()
    return
  }
  if (!streams()) {
    if (paused) {
      listen()
      knock()
    }
    return
  }
  const age = Date.now() - looked
  if (Date.now() - good > patience - EVERY) wanted = true // the stream is there, and has nothing to tell
  if (((missed || hasStrays()) && age > 5000) || (offers() && age > 15_000) || age > 120_000) wanted = true
  if (wanted && age >= 900) refresh()
}

/** A page that is paused and has no stream asks only whether the server is there. */
async function knock() {
  if (knocking || gone) return
  knocking = true
  try {
    await fetch(script, { method: 'HEAD', cache: 'no-store', signal: AbortSignal.timeout(5000) })
    misses = 0
  } catch (e) {
    misses++ // said in the banner
  }
  knocking = false
}

function pause(on) {
  if (url === null) return
  paused = on
  waiting.clear()
  if (!on) refresh()
  tell()
}

function words(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

function tell() {
  const age = Date.now() - good
  const lost = !gone && (misses > 1 || (!paused && age > patience))
  const banner = document.getElementById('lost')
  const text = document.getElementById('lost-age')
  if (lost) text.textContent = text.dataset.text.replace('AGE', words(age))
  if (banner.hidden === lost) banner.hidden = !lost
  document.getElementById('gone').hidden = !gone
  document.getElementById('paused').hidden = !paused
  const count = document.getElementById('paused-count')
  count.textContent = waiting.size ? count.dataset.text.replace('COUNT', waiting.size) : ''
  const live = document.getElementById('live')
  if (!live) return
  live.hidden = lost || gone || paused
  document.getElementById('live-age').textContent = `, ${words(age)} ago`
}

if (url !== null) {
  setInterval(() => streams() || Date.now() < due || refresh(), EVERY)
  setInterval(() => {
    if (document.hidden) return
    places?.postMessage(wantsStream())
    look()
    settle()
    tell()
  }, 1000)
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) mute()
    else refresh()
    places?.postMessage(wantsStream())
  })
  addEventListener('offline', () => {
    mute()
    refresh()
  })
  document.getElementById('resume').addEventListener('click', () => pause(false))
  places?.postMessage(wantsStream())
  listen()
  tell()
}

// An empty field is no filter: it stays out of the address.
document.addEventListener('submit', event => {
  if (event.target.method !== 'get') return
  for (const field of event.target.querySelectorAll('input')) field.disabled = field.value === ''
})
