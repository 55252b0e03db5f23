import { useEffect, useRef } from 'react'
import { useShownScreen } from '../state/shown-screen.ts'

/**
 * Stands beside a screen's content: when a person opens the screen, what they asked for (else its
 * heading) takes the focus, as soon as it is drawn.
 */
export function Arrival() {
  const here = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const { focus, asked } = useShownScreen.getState()
    const screen = here.current?.parentElement
    if (asked === 0 || !screen) return
    const wanted = focus === null ? null : screen.querySelector<HTMLElement>(focus)
    const target = wanted ?? screen.querySelector<HTMLElement>('h1')
    target?.focus()
  }, [])
  return <span hidden ref={here} />
}
