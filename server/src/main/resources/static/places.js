/* Counts the streams that the pages of one browser have open to this server. Over HTTP/1.1 browsers open six connections to
   a server for all their windows together; were streams to take them all, nothing else would be answered any more. So only
   some pages have one, and the others fetch themselves. A page asks each second: what it has, it keeps while it asks. */
'use strict'

const MOST = 4
const FORGOTTEN = 10_000 // what was closed, or crashed, without a word
const taken = new Map()

addEventListener('connect', ({ ports: [page] }) => {
  page.addEventListener('message', ({ data: isWanted }) => {
    for (const [other, heard] of taken) if (Date.now() - heard > FORGOTTEN) taken.delete(other)
    if (!isWanted) taken.delete(page)
    else if (taken.has(page) || taken.size < MOST) taken.set(page, Date.now())
    page.postMessage(taken.has(page))
  })
  page.start()
})
