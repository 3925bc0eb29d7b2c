/* Serves the keys: nothing while somebody types, holds a modifier, or does not want single letters to be commands. What a page
   marks with data-press is pressed by that key. */
'use strict'

const go = {
  o: '/', j: '/jobs', e: '/errors', r: '/grid', w: '/workflows', l: '/pool', p: '/pilots', s: '/handover', a: '/alarms'
}
const isOff = document.documentElement.dataset.keys === 'off'
let first = ''
let openedFrom = null

/** The server may be below a path of its own: that of the overview. */
const target = key => key in go && new URL(`.${go[key]}`, document.querySelector('.brand').href)

/** While the keys are shown nothing behind them can be reached. */
function keepWithin() {
  const shown = location.hash === '#keys'
  for (const it of document.body.children) it.inert = shown && it.id !== 'keys'
}

function openKeys() {
  openedFrom = document.activeElement
  location.hash = '#keys'
  document.getElementById('keys-t').focus()
}

function closeKeys() {
  location.hash = '#main'
  keepWithin()
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

// Lists whose rows can be selected have a box in each.
const rowBox = row => row?.querySelector('input[type=checkbox]')
let lastBox = null

function select(range) {
  const here = rowBox(document.activeElement.closest('tr'))
  if (!here) return
  const all = [...document.querySelectorAll('tbody tr')].map(rowBox).filter(Boolean)
  const from = range ? all.indexOf(lastBox) : -1
  if (from < 0) here.click()
  else {
    const to = all.indexOf(here)
    for (const it of all.slice(Math.min(from, to), Math.max(from, to) + 1)) if (it.checked !== lastBox.checked) it.click()
  }
  lastBox = here
}

/** Shows what a change of this thing would do, if it is offered. */
function openChange(word) {
  const form = document.querySelector(`.change form[action$="/${word}"]`)
  if (!form) return
  form.closest('details').open = true
  form.querySelector('input:not([type=hidden]), button').focus()
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
  x: () => select(false),
  X: () => select(true),
  R: () => openChange('retry'),
  C: () => openChange('cancel'),
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
  const place = first === 'g' && target(key)
  const pressed = first !== 'g' && document.querySelector(`[data-press="${CSS.escape(key)}"]`)
  first = place ? '' : key
  if (place) location.href = place.href
  else if (pressed) pressed.click()
  else if (commands[key]) commands[key]()
  else return
  first = ''
  event.preventDefault()
})

addEventListener('hashchange', keepWithin)
keepWithin()

for (const link of document.querySelectorAll('a[data-zone]')) {
  link.search = `${link.search}&zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}`
}
