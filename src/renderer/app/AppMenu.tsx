import '../ui/popover.css'
import { useState } from 'react'
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from 'react-aria-components'
import type { DeskSlices } from '#contract/views.ts'
import { takeUpFirstRun, useFirstRun } from '../features/first-run/first-run.ts'
import { order } from '../state/desk-request.ts'
import { useSlice } from '../state/desk-store.ts'
import { Icon } from '../ui/Icon.tsx'
import { AboutDialog } from './AboutDialog.tsx'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { useShortcutsDialog } from './use-shortcuts.ts'

const THEMES: readonly { readonly key: DeskSlices['theme']; readonly text: string }[] = [
  { key: 'system', text: 'As the system' },
  { key: 'light', text: 'Light' },
  { key: 'dark', text: 'Dark' },
]

/** The name of the desk, and behind it what is needed once a week. */
export function AppMenu() {
  const theme = useSlice('theme')
  const firstRun = useFirstRun()
  const [isAboutOpen, setIsAboutOpen] = useState(false)
  const isShortcutsOpen = useShortcutsDialog((state) => state.isOpen)
  return (
    <>
      <MenuTrigger>
        <Button className="app-name" aria-label="Countersign menu">
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" className="app-mark">
            <path d="M2.5 15.5c3.2-8.5 7-9 6.6-4.3-.4 4.3-3 7-2.2 4 .9-3.3 4-5.2 4.6-2.6.5 2.2.3 4.4 2.2 2.2l2.2-2.8c.6 2.4 1.8 3.2 5.6 1.6" />
            <path d="M3 20.2h18" className="app-mark-line" />
          </svg>
          <span className="app-word">Countersign</span>
          <Icon name="chevron" size={11} />
        </Button>
        <Popover className="popover" placement="bottom start">
          <Menu
            className="list-box"
            onAction={(key) => {
              if (key === 'about') setIsAboutOpen(true)
              if (key === 'first-run') takeUpFirstRun(firstRun)
              if (key === 'shortcuts') useShortcutsDialog.setState({ isOpen: true })
            }}
          >
            <MenuSection
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[theme]}
              onSelectionChange={(keys) => {
                const chosen = THEMES.find((one) => keys !== 'all' && keys.has(one.key))
                if (chosen !== undefined) order('setTheme', { theme: chosen.key })
              }}
            >
              <Header className="menu-header">Appearance</Header>
              {THEMES.map((one) => (
                <MenuItem key={one.key} id={one.key} className="list-item">
                  {one.text}
                  {one.key === theme ? <Icon name="check" size={12} /> : null}
                </MenuItem>
              ))}
            </MenuSection>
            <MenuSection>
              <Header className="menu-header">Help</Header>
              <MenuItem id="first-run" className="list-item">
                {firstRun.state === 'done' ? 'First bracket, once more' : 'Take up the first run'}
              </MenuItem>
              <MenuItem id="shortcuts" className="list-item">
                Keyboard shortcuts
              </MenuItem>
              <MenuItem id="about" className="list-item">
                About and licences
              </MenuItem>
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {isAboutOpen ? <AboutDialog onClose={() => setIsAboutOpen(false)} /> : null}
      {isShortcutsOpen ? <ShortcutsDialog /> : null}
    </>
  )
}
