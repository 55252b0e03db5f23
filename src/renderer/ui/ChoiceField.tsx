import './popover.css'
import './choice-field.css'
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components'
import { Icon } from './Icon.tsx'

export interface Choice<Key extends string> {
  readonly key: Key
  readonly text: string
}

interface ChoiceFieldProps<Key extends string> {
  readonly label: string
  readonly choices: readonly Choice<Key>[]
  readonly value: Key
  readonly onChange: (key: Key) => void
}

/** One of several, opened on demand. */
export function ChoiceField<Key extends string>(props: ChoiceFieldProps<Key>) {
  const { label, choices, value, onChange } = props
  return (
    <Select
      className="choice-field"
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = choices.find((choice) => choice.key === key)
        if (chosen !== undefined) onChange(chosen.key)
      }}
    >
      <Label className="field-label">{label}</Label>
      <Button className="choice-button">
        <SelectValue />
        <Icon name="chevron" size={12} />
      </Button>
      <Popover className="popover">
        <ListBox className="list-box">
          {choices.map((choice) => (
            <ListBoxItem
              key={choice.key}
              id={choice.key}
              className="list-item"
              textValue={choice.text}
            >
              {choice.text}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
