/* Arrow keys move from cell to cell of the grid, over those without a link. Tab goes through them as well, and Enter
   opens one. */
'use strict'

const MOVES = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

document.querySelector('table.rt')?.addEventListener('keydown', event => {
  const move = MOVES[event.key]
  const cell = event.target.closest('td, th')
  if (!move || !cell || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return
  const rows = cell.closest('table').rows
  let row = cell.parentElement.rowIndex
  let column = cell.cellIndex
  for (;;) {
    row += move[0]
    column += move[1]
    const next = rows[row]?.cells[column]
    if (!next) return
    const link = next.querySelector('a')
    if (!link) continue
    link.focus()
    event.preventDefault()
    return
  }
})
