import './command-palette.css'
import { useMemo } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components'
import { takeUpFirstRun } from '../features/first-run/first-run.ts'
import { order } from '../state/desk-request.ts'
import { useDesk } from '../state/desk-store.ts'
import { combinationText } from '../state/key-combination.ts'
import { keysOf } from '../state/known-shortcuts.ts'
import { selectCoin } from '../state/selected-coin.ts'
import { showScreen } from '../state/shown-screen.ts'
import { SHORTCUTS } from './shortcuts.ts'
import { runShortcut, usePalette } from './use-shortcuts.ts'

interface Command {
  readonly id: string
  readonly text: string
  readonly keys: string
  readonly run: () => void
}

/** What can be found: every shortcut, every market, and what is otherwise behind a menu. */
function useCommands(): readonly Command[] {
  const { instruments, preferences } = useDesk((slices) => ({
    instruments: slices.instruments,
    preferences: slices.preferences,
  }))
  return useMemo(() => {
    const quiet = (id: string, text: string, run: () => void): Command => ({
      id,
      text,
      keys: '',
      run,
    })
    return [
      ...SHORTCUTS.filter((one) => one.id !== 'palette').map((one) => ({
        id: one.id,
        text: one.text,
        keys: combinationText(keysOf(one, preferences.shortcuts)),
        run: () => runShortcut(one.id),
      })),
      ...instruments.map(({ coin }) =>
        quiet(`market:${coin}`, `Market: ${coin}`, () => {
          selectCoin(coin)
          showScreen('desk', '.chart-head button')
        }),
      ),
      ...(['system', 'light', 'dark'] as const).map((theme) =>
        quiet(`theme:${theme}`, `Appearance: ${theme}`, () => order('setTheme', { theme })),
      ),
      quiet('first-run', 'First run: take it up', () => takeUpFirstRun(preferences.firstRun)),
    ]
  }, [instruments, preferences])
}

const close = (): void => usePalette.setState({ isOpen: false })

function Palette() {
  const commands = useCommands()
  const { contains } = useFilter({ sensitivity: 'base' })
  return (
    <Dialog className="palette-box" aria-label="Find a command">
      <Autocomplete
        filter={(text, typed) => typed.split(' ').every((word) => contains(text, word))}
      >
        <SearchField aria-label="Command, screen or market" className="palette-field" autoFocus>
          <Input className="palette-input" placeholder="A command, a screen or a market" />
        </SearchField>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus */}
        <section className="palette-list" tabIndex={0} aria-label="Found">
          <Menu
            className="palette-menu"
            aria-label="Commands"
            items={commands}
            renderEmptyState={() => <p className="palette-none">Nothing is called like that.</p>}
            onAction={(id) => {
              close()
              const command = commands.find((one) => one.id === id)
              // once the palette has given the focus back
              requestAnimationFrame(() => setTimeout(() => command?.run()))
            }}
          >
            {(command) => (
              <MenuItem id={command.id} className="list-item" textValue={command.text}>
                {command.text}
                {command.keys === '' ? null : <kbd>{command.keys}</kbd>}
              </MenuItem>
            )}
          </Menu>
        </section>
      </Autocomplete>
    </Dialog>
  )
}

/** Ctrl + K: everything the desk can show, by a few letters. It proposes and approves nothing. */
export function CommandPalette() {
  const isOpen = usePalette((state) => state.isOpen)
  if (!isOpen) return null
  return (
    <ModalOverlay
      className="dialog-veil palette-veil"
      isOpen
      isDismissable
      onOpenChange={(isStillOpen) => {
        if (!isStillOpen) close()
      }}
    >
      <Modal className="dialog palette">
        <Palette />
      </Modal>
    </ModalOverlay>
  )
}
