/* Serves the keys: nothing while somebody types, holds a modifier, or does not want single letters to be commands. */
'use strict'

const go = { o: '/', j: '/jobs', e: '/errors', r: '/grid', w: '/workflows', l: '/pool', p: '/pilots', s: '/shift' }
const isOff = document.documentElement.dataset.keys === 'off'
let first = ''
let openedFrom = null

/** The link of the menu, if there is such a page. */
const target = key => key in go && document.querySelector(`.nav a[data-go="${key}"], .nav a[href$="${go[key]}"]`)

function openKeys() {
  openedFrom = document.activeElement
  location.hash = '#keys'
  document.getElementById('keys-t').focus()
}

function closeKeys() {
  location.hash = '#main'
  openedFrom?.focus()
  openedFrom = null
}

// The link in the middle of a row: Enter opens it by itself.
const links = () => [...document.querySelectorAll('tbody tr > th a[href], tbody tr > td:first-child a[href]')]

function move(by) {
  const all = links()
  const at = all.findIndex(it => it.closest('tr').contains(document.activeElement))
  const to = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by
  all[to]?.focus()
}

function openFilter() {
  const details = document.querySelector('.filters details')
  if (!details) return
  details.open = true
  details.querySelector('input').focus()
}

/** Stops following if anything is followed, else begins. */
function followAll() {
  const logs = [...document.querySelectorAll('[data-grow]')].filter(followButton)
  const on = !logs.some(follows)
  for (const log of logs) follow(log, on)
}

/** The next way to show times: UTC, local, ages. */
function turnTimes() {
  const ways = [...document.querySelectorAll('#choose-times a')]
  ways[(ways.findIndex(it => it.hasAttribute('aria-current')) + 1) % ways.length]?.click()
}

const commands = {
  '/': () => document.getElementById('q')?.focus(),
  '?': openKeys,
  ' ': () => pause(!paused),
  f: openFilter,
  j: () => move(1),
  k: () => move(-1),
  l: () => (document.querySelector('ol.log') ?? document.getElementById('log'))?.focus(),
  t: followAll,
  u: turnTimes,
  y: () => navigator.clipboard?.writeText(location.href),
  '[': () => document.querySelector('a[rel=prev]')?.click(),
  ']': () => document.querySelector('a[rel=next]')?.click()
}

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && location.hash === '#keys') closeKeys()
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest('input, textarea, select')) return
  const key = event.key
  if (isOff && key !== '?') return
  if (key === ' ' && event.target.closest('a, button, summary, [tabindex="0"]')) return // it is theirs
  const link = first === 'g' && target(key)
  const pressed = first !== 'g' && document.querySelector(`[data-press="${CSS.escape(key)}"]`)
  first = link ? '' : key
  if (link) location.href = link.href
  else if (pressed) pressed.click()
  else if (commands[key]) commands[key]()
  else return
  first = ''
  event.preventDefault()
})

for (const link of document.querySelectorAll('a[data-zone]')) {
  link.search = `${link.search}&zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}`
}
