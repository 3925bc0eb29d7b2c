/* Ticks jobs of a list: all of a page at once, a range with Shift, one row with the key x; says how many are ticked. What can be
   done to jobs comes to the foot of the window while some are chosen: those that are ticked, or all that match.
   Without it they are ticked one by one, and what can be done stands at the end of the list. */
'use strict'

{
  const boxes = () => [...document.querySelectorAll('input[name=job][form=bulk]')]
  const every = document.getElementById('tick-all')
  const told = document.getElementById('ticked')
  const bar = document.getElementById('change')
  const toAll = document.getElementById('bulk-all')
  const selected = document.getElementById('scope-selected')
  const matching = document.getElementById('scope-matching')
  const nothing = told.textContent
  let last = null

  function show() {
    const on = matching.checked || boxes().some(box => box.checked)
    const inside = bar.contains(document.activeElement)
    bar.classList.toggle('on', on)
    bar.classList.toggle('off', !on)
    if (inside && !on) toAll.focus({ preventScroll: true })
  }

  function count() {
    const ticked = boxes().filter(box => box.checked)
    told.textContent = ticked.length ? told.dataset.some.replace('COUNT', ticked.length) : nothing
    for (const box of boxes()) box.closest('tr').classList.toggle('on', box.checked)
    if (every) {
      every.checked = ticked.length > 0 && ticked.length === boxes().length
      every.indeterminate = ticked.length > 0 && !every.checked
    }
    if (ticked.length) selected.checked = true
    show()
  }

  function chooseAll(event) {
    event.preventDefault()
    matching.checked = true
    show()
    matching.focus({ preventScroll: true })
  }

  if (every) {
    every.hidden = false
    every.addEventListener('change', () => {
      for (const box of boxes()) box.checked = every.checked
      count()
    })
  }

  for (const box of boxes()) {
    box.addEventListener('click', event => {
      const all = boxes()
      if (event.shiftKey && last) {
        const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((one, other) => one - other)
        for (const between of all.slice(from, to + 1)) between.checked = box.checked
      }
      last = box
      count()
    })
  }

  bar.querySelector('.ask').hidden = false
  toAll.addEventListener('click', chooseAll)
  document.getElementById('choose-all').addEventListener('click', chooseAll)
  for (const scope of [selected, matching]) scope.addEventListener('change', show)

  const clear = document.getElementById('bulk-clear')
  clear.hidden = false
  clear.addEventListener('click', () => {
    for (const box of boxes()) box.checked = false
    selected.checked = true
    count()
  })

  count()
  addEventListener('pageshow', count) // a browser that goes back ticks again what was ticked
}
