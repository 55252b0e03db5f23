import { ScreenFrame } from '../../ui/ScreenFrame.tsx'
import { StrategiesTable } from './StrategiesTable.tsx'

/** Which strategies watch which markets. */
export function StrategiesScreen() {
  return (
    <ScreenFrame
      title="Strategies"
      lead="A strategy watches closed candles and proposes. It cannot trade without your signature."
    >
      <StrategiesTable />
    </ScreenFrame>
  )
}
