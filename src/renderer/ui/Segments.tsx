import './segments.css'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

export interface Segment<Key extends string> {
  readonly key: Key
  readonly text: string
  /** What a screen reader says where the text is too short. */
  readonly label?: string
  readonly tone?: 'buy' | 'sell'
}

interface SegmentsProps<Key extends string> {
  readonly label: string
  readonly segments: readonly Segment<Key>[]
  readonly value: Key
  readonly onChange: (key: Key) => void
  readonly look?: 'filled' | 'line'
}

/** One of a few: a radio group which looks like one piece. */
export function Segments<Key extends string>(props: SegmentsProps<Key>) {
  const { label, segments, value, onChange, look = 'filled' } = props
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={`segments segments-${look}`}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = segments.find((segment) => keys.has(segment.key))
        if (chosen !== undefined) onChange(chosen.key)
      }}
    >
      {segments.map((segment) => (
        <ToggleButton
          key={segment.key}
          id={segment.key}
          className={`segment segment-${segment.tone ?? 'neutral'}`}
          {...(segment.label === undefined ? {} : { 'aria-label': segment.label })}
        >
          {segment.text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
