/* The sound of new alarms, which whoever wants it arms with a button (#sound); this browser remembers it. The bell in the
   head of each page names the alarms of which nobody knows, each by its number and when it began: one that was not among them
   before is told once, by one of the open pages. One that was silenced, and is not any more, is new again. A page that is not seen is not kept up to date by live.js, so then the bell is looked at here. */
'use strict'
{
  const bell = document.getElementById('alarm-count')
  const button = document.getElementById('sound')
  const ARMED = 'freshet.sound'
  const TOLD = 'freshet.alarms.told'
  const HIDDEN_EVERY = 20_000
  let audio = null

  const armed = () => localStorage.getItem(ARMED) === 'on'
  const open = () => document.getElementById('alarms-open')?.textContent.split(' ').filter(Boolean) ?? []
  const told = () => localStorage.getItem(TOLD)?.split(' ') ?? []

  /** Two short tones, the second higher. */
  function sound(numbers) {
    for (const [after, pitch] of [[0, 660], [0.22, 880]]) {
      const begin = audio.currentTime + after
      const wave = new OscillatorNode(audio, { frequency: pitch })
      const loudness = new GainNode(audio, { gain: 0 })
      loudness.gain.setValueAtTime(0, begin)
      loudness.gain.linearRampToValueAtTime(0.3, begin + 0.02)
      loudness.gain.linearRampToValueAtTime(0, begin + 0.2)
      wave.connect(loudness).connect(audio.destination)
      wave.start(begin)
      wave.stop(begin + 0.22)
    }
    document.documentElement.dataset.sounded = String(Math.max(0, ...numbers))
  }

  /** Browsers let a page be heard only after somebody has touched it. */
  function wake() {
    audio ??= new AudioContext()
    return audio.state === 'running' ? Promise.resolve() : audio.resume()
  }

  function show() {
    if (!button) return
    const blocked = armed() && audio?.state !== 'running'
    button.setAttribute('aria-pressed', armed())
    button.textContent = blocked ? button.dataset.blocked : button.dataset.text
  }

  function tell(alarms) {
    const numbers = alarms.map(it => parseInt(it, 10))
    wake().then(() => sound(numbers)).then(show)
  }

  function look() {
    const before = told()
    const now = open()
    localStorage.setItem(TOLD, now.join(' '))
    const fresh = now.filter(it => !before.includes(it))
    if (fresh.length && armed()) tell(fresh)
  }

  async function lookUnseen() {
    if (!document.hidden || !armed()) return
    try {
      const response = await fetch(bell.href, { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(10_000) })
      const answer = new DOMParser().parseFromString(await response.text(), 'text/html')
      const fresh = answer.getElementById('alarm-count')
      if (!response.ok || !fresh) return
      bell.replaceChildren(...[...fresh.childNodes].map(node => document.importNode(node, true)))
      const mark = answer.title.match(/^\(\d+\) /)?.[0] ?? ''
      document.title = mark + document.title.replace(/^\(\d+\) /, '')
    } catch {
      // the next round tries again
    }
  }

  if (bell) {
    new MutationObserver(look).observe(bell, { childList: true, characterData: true, subtree: true })
    setInterval(lookUnseen, HIDDEN_EVERY)
    if (armed()) {
      audio = new AudioContext()
      audio.addEventListener('statechange', show)
      // Not when the pointer goes down: then the button's words would change, and its size, under the finger.
      for (const touch of ['click', 'keydown']) addEventListener(touch, wake, { once: true })
    }
    look()
    if (button) {
      button.hidden = false
      button.addEventListener('click', () => {
        localStorage.setItem(ARMED, armed() ? 'off' : 'on')
        localStorage.setItem(TOLD, open().join(' '))
        if (armed()) tell(open())
        else show()
      })
      show()
    }
  }

  /** Copies the text of another element. */
  for (const copy of document.querySelectorAll('[data-copy]')) {
    copy.hidden = false
    copy.addEventListener('click', async () => {
      const text = document.getElementById(copy.dataset.copy)
      text.select()
      try {
        await navigator.clipboard.writeText(text.value)
        copy.textContent = copy.dataset.done
      } catch {
        // it is selected: the keys that copy do the rest
      }
    })
  }
}
