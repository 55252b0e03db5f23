import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'

/**
 * When the thing that had the focus goes away (a pressed button of a ticket that moved on), the
 * focus goes to `fallback` inside the container instead of falling to the top of the page.
 */
export function useKeptFocus(container: RefObject<HTMLElement | null>, fallback: string): void {
  const wasInside = useRef(false)
  useEffect(() => {
    const listen = (): void => {
      const active = document.activeElement
      wasInside.current = container.current?.contains(active) ?? false
    }
    document.addEventListener('focusin', listen)
    return () => document.removeEventListener('focusin', listen)
  }, [container])
  useEffect(() => {
    if (!wasInside.current || document.activeElement !== document.body) return
    container.current?.querySelector<HTMLElement>(fallback)?.focus()
  })
}
