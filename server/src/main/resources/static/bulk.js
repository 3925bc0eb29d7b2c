/* Ticks jobs of a list: all of a page at once, a range with Shift, one row with the key x; says how many are ticked.
   Without it they are ticked one by one, and everything else is the same. */
'use strict'

{
  const boxes = () => [...document.querySelectorAll('input[name=job][form=bulk]')]
  const every = document.getElementById('tick-all')
  const told = document.getElementById('ticked')
  const nothing = told.textContent
  let last = null

  function count() {
    const ticked = boxes().filter(box => box.checked)
    told.textContent = ticked.length ? told.dataset.some.replace('COUNT', ticked.length) : nothing
    for (const box of boxes()) box.closest('tr').classList.toggle('on', box.checked)
    if (every) {
      every.checked = ticked.length > 0 && ticked.length === boxes().length
      every.indeterminate = ticked.length > 0 && !every.checked
    }
    if (ticked.length) document.getElementById('scope-selected').checked = true
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

  addEventListener('pageshow', count) // a browser that goes back ticks again what was ticked
}
