import { useEffect } from 'react'
import { create } from 'zustand'
import { assertNever } from '#core/model/assert-never.ts'
import { askKill } from '../features/risk/KillSwitch.tsx'
import type { DockTab } from './Dock.tsx'
import { openTab } from './Dock.tsx'
import type { Shortcut } from './shortcuts.ts'
import { SHORTCUTS } from './shortcuts.ts'

export const useShortcutsDialog = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }))

/** The first thing in a part of the desk that can take the focus. */
function focusFirst(selector: string): void {
  const found = document.querySelector<HTMLElement>(selector)
  found?.focus()
}

const FOCUSABLE = ':is(button, input, [tabindex="0"]):not([disabled])'

function openAndFocus(tab: DockTab): void {
  openTab(tab, window.matchMedia('(min-width: 1700px)').matches)
  requestAnimationFrame(() => focusFirst(`.dock-tab[data-key="${tab}"]`))
}

function run(id: Shortcut['id']): void {
  switch (id) {
    case 'approvals':
      focusFirst('.slip-sentence')
      return
    case 'order':
      focusFirst(`.order-form ${FOCUSABLE}`)
      return
    case 'chart':
      focusFirst(`.chart-head ${FOCUSABLE}`)
      return
    case 'device':
      focusFirst('.device-button-right')
      return
    case 'positions':
    case 'orders':
    case 'fills':
      openAndFocus(id)
      return
    case 'kill':
      askKill()
      return
    case 'help':
      useShortcutsDialog.setState({ isOpen: true })
      return
    default:
      assertNever(id)
  }
}

const isTyping = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLInputElement && !event.altKey && !event.ctrlKey

/** One listener for the window. Nothing happens below an open dialog. */
export function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event) || document.querySelector('.dialog') !== null) return
      const shortcut = SHORTCUTS.find((one) => one.matches(event))
      if (shortcut === undefined) return
      event.preventDefault()
      run(shortcut.id)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
