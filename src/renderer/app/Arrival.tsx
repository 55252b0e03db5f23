import { useEffect, useRef } from 'react'
import { useShownScreen } from '../state/shown-screen.ts'

/** Lists of tabs and rows are drawn a little after the screen that they are on. */
const FRAMES_MAX = 20

/** Gives the focus to `selector` as soon as it is there; the returned function gives up. */
function focusWhenDrawn(screen: HTMLElement, selector: string): () => void {
  let frames = 0
  let request = 0
  const look = (): void => {
    const found = screen.querySelector<HTMLElement>(selector)
    frames += 1
    if (found !== null) found.focus()
    else if (frames < FRAMES_MAX) request = requestAnimationFrame(look)
  }
  look()
  return () => cancelAnimationFrame(request)
}

/**
 * Stands beside a screen's content: when a person opens the screen, what they asked for (else its
 * heading) takes the focus, as soon as it is drawn.
 */
export function Arrival() {
  const here = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const { focus, asked } = useShownScreen.getState()
    const screen = here.current?.parentElement
    if (asked === 0 || !screen) return undefined
    screen.querySelector<HTMLElement>('h1')?.focus()
    return focus === null ? undefined : focusWhenDrawn(screen, focus)
  }, [])
  return <span hidden ref={here} />
}
