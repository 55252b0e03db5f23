import { useEffect, useRef } from 'react'
import { useDesk } from '../state/desk-store.ts'
import { screenById } from './screens.tsx'
import { runShortcut } from './use-shortcuts.ts'

/** What the menu or the tray asks for, done once; what was asked before this page is old. */
export function useAsked(): void {
  const asked = useDesk((slices) => ({ asked: slices.asked })).asked
  const done = useRef(asked?.count ?? 0)
  useEffect(() => {
    if (asked === null || asked.count <= done.current) return
    done.current = asked.count
    const { what } = asked
    if (what === 'palette' || what === 'help') runShortcut(what)
    else if (screenById(what) !== undefined) runShortcut(`screen:${what}`)
  }, [asked])
}
