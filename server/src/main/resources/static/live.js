/* Keeps a page up to date without moving anything on it, and serves the keys. Every page works without it.

   Every two seconds, or as the main element says, the page is fetched again, from the address on that element; a server
   that takes long is asked less often. What carries the same data-live
   key is changed in place. Rows are never added, removed or moved: a row (data-row) that no longer belongs to the list
   says so and goes on showing its state, and where the answer has more than the page, a link offers it (data-more
   names the beginning of the keys that it offers). Only logs grow (data-grow), and only while their reader follows
   them: at the end of the log, with its button (data-follow) pressed. */
'use strict'

const EVERY = 2000
const main = document.getElementById('main')
const url = main.dataset.liveUrl === undefined ? null : main.dataset.liveUrl || location.pathname + location.search
let good = Date.now()
let busy = false
let gone = false
let due = 0
let patience = 3 * EVERY

const all = (root, attribute) =>
  new Map([...root.querySelectorAll(`[data-${attribute}]`)].map(node => [node.getAttribute(`data-${attribute}`), node]))

function change(here, there) {
  if (here.isEqualNode(there) || here.contains(document.activeElement)) return
  if (here.dataset.same === there.dataset.same && here.dataset.same) return // the same forms, made anew
  if (here.querySelector('details[open] form')) return // somebody fills one in
  const visible = here.textContent !== there.textContent
  for (const name of ['class', 'datetime', 'title', 'aria-label', 'data-same', 'data-note']) {
    if (there.hasAttribute(name)) here.setAttribute(name, there.getAttribute(name))
    else if (name === 'data-note') here.removeAttribute(name)
  }
  here.replaceChildren(...[...there.childNodes].map(node => document.importNode(node, true)))
  const cell = visible && here.dataset.live.endsWith('-state') && here.closest('td')
  if (!cell) return
  cell.classList.remove('tick')
  void cell.offsetWidth // begins the animation anew
  cell.classList.add('tick')
}

const followButton = log => document.querySelector(`[data-follow="${log.dataset.grow}"]`)
const follows = log => followButton(log)?.getAttribute('aria-pressed') === 'true'

// What somebody reads, marks with the mouse or steps through stays as it is.
function grow(here, there) {
  if (!follows(here) || here.isEqualNode(there) || marks(here)) return
  if (here.contains(document.activeElement) && document.activeElement !== here) return
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

async function get(address) {
  const response = await fetch(address, { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(10_000) })
  const isLogin = response.redirected && new URL(response.url).pathname === '/login'
  if (isLogin || response.status === 401 || response.status === 403) {
    toldOut(true)
    good = Date.now() // the server answers; what it does not tell is another matter
  }
  if (response.status === 404 || response.status === 410) gone = true
  if (!response.ok || response.redirected) throw new Error(response.statusText)
  return new DOMParser().parseFromString(await response.text(), 'text/html')
}

async function refresh() {
  if (busy || gone || document.hidden) return
  busy = true
  due = 0
  const begun = Date.now()
  try {
    const answer = await get(url)
    toldOut(who(document) !== undefined && who(answer) !== who(document))
    const missing = rows().filter(row => !isIn(answer, row))
    const ids = missing.map(row => row.dataset.row).join(',')
    update(answer, ids && (await get(`${location.pathname}?id=${ids}`)))
    good = Date.now()
    pace(answer, begun)
  } catch {
    // the banner tells how old the page is; the next round tries again
  } finally {
    busy = false
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

function words(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

function tell() {
  const age = Date.now() - good
  const lost = !gone && age > patience
  const banner = document.getElementById('lost')
  const text = document.getElementById('lost-age')
  if (lost) text.textContent = text.dataset.text.replace('AGE', words(age))
  if (banner.hidden === lost) banner.hidden = !lost
  document.getElementById('gone').hidden = !gone
  const live = document.getElementById('live')
  if (!live) return
  live.hidden = lost || gone
  document.getElementById('live-age').textContent = `, ${words(age)} ago`
}

if (url !== null) {
  setInterval(() => Date.now() < due || refresh(), EVERY)
  setInterval(() => document.hidden || tell(), 1000)
  document.addEventListener('visibilitychange', () => document.hidden || refresh())
  tell()
}

// Keys: nothing while somebody types or holds a modifier.
const go = { o: '/', j: '/jobs', e: '/errors', r: '/grid', w: '/workflows', l: '/pool', p: '/pilots', s: '/handover', a: '/alarms' }
let first = ''

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && location.hash === '#keys') location.hash = '#main'
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, textarea, select')) return
  const key = event.key
  if (first === 'g' && go[key]) location.href = document.querySelector(`header a[href$="${go[key]}"]`)?.href ?? go[key]
  else if (key === '/') document.getElementById('q').focus()
  else if (key === '?') location.hash = '#keys'
  else if (key === 'f') openFilter()
  else if (key === 't') followAll()
  else if (key === '[') document.querySelector('a[rel=prev]')?.click()
  else if (key === ']') document.querySelector('a[rel=next]')?.click()
  else {
    first = key
    return
  }
  first = ''
  event.preventDefault()
})

/** Stops following if anything is followed, else begins. */
function followAll() {
  const logs = [...document.querySelectorAll('[data-grow]')].filter(followButton)
  const on = !logs.some(follows)
  for (const log of logs) follow(log, on)
}

function openFilter() {
  const details = document.querySelector('.filters details')
  if (!details) return
  details.open = true
  details.querySelector('input').focus()
}

// An empty field is no filter: it stays out of the address.
document.addEventListener('submit', event => {
  if (event.target.method !== 'get') return
  for (const field of event.target.querySelectorAll('input')) field.disabled = field.value === ''
})
