import { useEffect } from 'react'
import { create } from 'zustand'
import { assertNever } from '#core/model/assert-never.ts'
import { pressKill } from '../features/risk/KillSwitch.tsx'
import { showScreen, useShownScreen } from '../state/shown-screen.ts'
import type { DockTab } from './Dock.tsx'
import { openTab } from './Dock.tsx'
import type { ShortcutId } from './shortcuts.ts'
import { SHORTCUTS } from './shortcuts.ts'

export const useShortcutsDialog = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }))

/** The first thing in a part of the desk that can take the focus. */
function focusFirst(selector: string): void {
  const found = document.querySelector<HTMLElement>(selector)
  found?.focus()
}

const FOCUSABLE = ':is(button, input, [tabindex="0"]):not([disabled])'

/** The desk first when another screen is shown: what is hidden cannot take the focus. */
function focusOnDesk(selector: string): void {
  if (useShownScreen.getState().id === 'desk') focusFirst(selector)
  else showScreen('desk', selector)
}

function openAndFocus(tab: DockTab): void {
  openTab(tab, window.matchMedia('(min-width: 1700px)').matches)
  requestAnimationFrame(() => focusOnDesk(`.dock-tab[data-key="${tab}"]`))
}

function run(id: ShortcutId): void {
  if (id.startsWith('screen:')) {
    showScreen(id.slice('screen:'.length))
    return
  }
  runOnDesk(id as Exclude<ShortcutId, `screen:${string}`>)
}

function runOnDesk(id: Exclude<ShortcutId, `screen:${string}`>): void {
  switch (id) {
    case 'approvals':
      focusOnDesk('.slip-sentence')
      return
    case 'order':
      focusOnDesk(`.order-form ${FOCUSABLE}`)
      return
    case 'chart':
      focusOnDesk(`.chart-head ${FOCUSABLE}`)
      return
    case 'device':
      focusOnDesk('.device-button-right')
      return
    case 'positions':
    case 'orders':
    case 'fills':
      openAndFocus(id)
      return
    case 'kill':
      pressKill()
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
