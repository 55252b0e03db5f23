import { useState } from 'react'
import { Segments } from '../../ui/Segments.tsx'
import type { DrawnModel } from './DeviceDrawing.tsx'
import { DeviceDrawing } from './DeviceDrawing.tsx'

const MODELS = [
  { key: 'nanosp', text: 'Nano S Plus' },
  { key: 'nanox', text: 'Nano X' },
  { key: 'flex', text: 'Flex, Stax' },
] as const

interface Picture {
  readonly lines: readonly string[]
  readonly words: string
}

const NANO_PICTURES: readonly Picture[] = [
  { lines: ['Ethereum', 'app is ready'], words: 'Open the Ethereum app.' },
  { lines: ['Settings', 'press both'], words: 'Right button to Settings, then both buttons.' },
  {
    lines: ['Raw messages', 'Enabled'],
    words: 'Right to Raw messages; both until it says Enabled.',
  },
]

const PICTURES: Readonly<Record<DrawnModel, readonly Picture[]>> = {
  nanosp: NANO_PICTURES,
  nanox: NANO_PICTURES,
  flex: [
    { lines: ['Ethereum', 'app is ready'], words: 'Open the Ethereum app.' },
    { lines: ['Ethereum', '⚙ Settings'], words: 'Tap the settings at the top right.' },
    { lines: ['Settings', 'on:Raw messages'], words: 'Switch Raw messages on.' },
  ],
}

/** Which setting of the Ethereum app is needed, why, and where it is on each model. */
export function RawMessagesGuide() {
  const [model, setModel] = useState<DrawnModel>('nanosp')
  return (
    <div className="raw-guide">
      <p className="custody-small">
        An order reaches the device as a message of two fields, and the Ethereum app signs such a
        message only with the setting <strong>Raw messages</strong> on. Then it shows every field,
        and you compare the connectionId with this screen. Blind signing can stay off: this desk
        never sends a bare hash.
      </p>
      <Segments label="Your model" segments={MODELS} value={model} onChange={setModel} />
      <div className="raw-pictures">
        {PICTURES[model].map(({ lines, words }) => (
          <figure key={words} className="raw-picture">
            <DeviceDrawing
              model={model}
              lines={lines}
              label={`The screen says: ${lines.join(', ')}`}
            />
            <figcaption>{words}</figcaption>
          </figure>
        ))}
      </div>
    </div>
  )
}
