import './settings.css'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { order } from '../../state/desk-request.ts'
import { useDesk } from '../../state/desk-store.ts'
import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import type { Segment } from '../../ui/Segments.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { Toggle } from '../../ui/Toggle.tsx'
import { AlertSettings } from './AlertSettings.tsx'
import { ShortcutSettings } from './ShortcutSettings.tsx'

interface SettingProps {
  readonly name: string
  readonly note: string
  readonly children: ReactNode
}

function Setting({ name, note, children }: SettingProps) {
  return (
    <div className="setting">
      <div>
        <p className="setting-name">{name}</p>
        <p className="setting-note">{note}</p>
      </div>
      {children}
    </div>
  )
}

function Group(props: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section className="setting-group" aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </section>
  )
}

interface ChoiceProps<Key extends string> {
  readonly name: string
  readonly note: string
  /** Of the control, where the name alone would not say it. */
  readonly label?: string
  readonly segments: readonly Segment<Key>[]
  readonly value: Key
  readonly onChange: (chosen: Key) => void
}

/** A setting of a few words, one of which holds. */
function Choice<Key extends string>(props: ChoiceProps<Key>) {
  const { name, note, label = name, ...segments } = props
  return (
    <Setting name={name} note={note}>
      <Segments label={label} {...segments} />
    </Setting>
  )
}

const THEMES: readonly Segment<'system' | 'light' | 'dark'>[] = [
  { key: 'system', text: 'System' },
  { key: 'light', text: 'Light' },
  { key: 'dark', text: 'Dark' },
]
const PALETTES: readonly Segment<'standard' | 'colourBlind'>[] = [
  { key: 'standard', text: 'Green, orange' },
  { key: 'colourBlind', text: 'Blue, amber' },
]
const NOTIFICATIONS: readonly Segment<'all' | 'important' | 'quiet'>[] = [
  { key: 'all', text: 'Everything' },
  { key: 'important', text: 'Important' },
  { key: 'quiet', text: 'Quiet' },
]

const PRICES: readonly Segment<'invented' | 'live'>[] = [
  { key: 'invented', text: 'Invented' },
  { key: 'live', text: 'Live' },
]

function Look() {
  const { theme, palette, isDiscreet } = useDesk((slices) => ({
    theme: slices.theme,
    palette: slices.preferences.palette,
    isDiscreet: slices.preferences.isDiscreet,
  }))
  return (
    <Group title="Look">
      <Choice
        name="Appearance"
        note="Dark is bank-note ink, light is ledger paper."
        segments={THEMES}
        value={theme}
        onChange={(chosen) => order('setTheme', { theme: chosen })}
      />
      <Choice
        name="Gain and loss"
        note="Each also has its sign and its arrow; no colour has to be told from another."
        label="Colours of gain and loss"
        segments={PALETTES}
        value={palette}
        onChange={(chosen) => order('setPreferences', { palette: chosen })}
      />
      <Setting
        name="Discreet"
        note="Hides what the account has, made and lost. What you are about to sign is always shown."
      >
        <Toggle
          isOn={isDiscreet}
          label="Hide amounts"
          onChange={(isOn) => order('setPreferences', { isDiscreet: isOn })}
        >
          {isDiscreet ? 'Hidden' : 'Shown'}
        </Toggle>
      </Setting>
    </Group>
  )
}

function Attention() {
  const notifications = useDesk((slices) => slices.preferences.notifications)
  return (
    <Group title="Attention">
      <Choice
        name="Notifications of the system"
        note="Important: a stop or target filled, a reject, a broken limit, a lost connection. Everything adds the other fills."
        segments={NOTIFICATIONS}
        value={notifications}
        onChange={(chosen) => order('setPreferences', { notifications: chosen })}
      />
    </Group>
  )
}

/** Of paper alone; what opens is decided at the start. */
function PaperPrices() {
  const { paperPrices, mode } = useDesk((slices) => ({
    paperPrices: slices.preferences.paperPrices,
    mode: slices.status.mode,
  }))
  if (mode !== 'paper') return null
  return (
    <Group title="Paper">
      <Choice
        name="Prices"
        note="Live: public prices of api.hyperliquid.xyz, the only call to the network on paper; no address, no account. From the next start on, with an account of their own."
        label="Prices on paper"
        segments={PRICES}
        value={paperPrices}
        onChange={(chosen) => order('setPreferences', { paperPrices: chosen })}
      />
    </Group>
  )
}

/** How this desk looks and behaves on this computer; what it may risk is on the Risk screen. */
export function SettingsScreen() {
  return (
    <ScreenFrame title="Settings" lead="Of this window. What may be risked is on the Risk screen.">
      <div className="settings">
        <div className="settings-column">
          <Look />
          <Attention />
          <AlertSettings />
          <PaperPrices />
        </div>
        <ShortcutSettings />
      </div>
    </ScreenFrame>
  )
}
