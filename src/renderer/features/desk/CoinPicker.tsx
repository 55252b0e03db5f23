import '../../ui/popover.css'
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import type { InstrumentView } from '#contract/views.ts'
import { Icon } from '../../ui/Icon.tsx'

interface CoinPickerProps {
  readonly coin: string
  readonly instruments: readonly InstrumentView[]
  readonly onChange: (coin: string) => void
}

/** Which market this window looks at. */
export function CoinPicker({ coin, instruments, onChange }: CoinPickerProps) {
  return (
    <Select
      aria-label="Market"
      className="coin-picker"
      selectedKey={coin}
      onSelectionChange={(key) => onChange(String(key))}
    >
      <Button className="coin-button">
        <SelectValue className="coin-value" />
        <Icon name="chevron" size={12} />
      </Button>
      <Popover className="popover">
        <ListBox className="list-box">
          {instruments.map((instrument) => (
            <ListBoxItem
              key={instrument.coin}
              id={instrument.coin}
              textValue={instrument.coin}
              className="list-item"
            >
              <span>{instrument.coin}</span>
              <span className="list-item-note">{instrument.leverage}×</span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
