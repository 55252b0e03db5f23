export type DrawnModel = 'nanosp' | 'nanox' | 'flex'

interface DrawingProps {
  readonly lines: readonly string[]
  readonly label: string
}

/** A Nano lying flat: two buttons, a narrow screen. The Nano X is longer and rounder. */
function NanoDrawing({ lines, label, isX }: DrawingProps & { readonly isX: boolean }) {
  const width = isX ? 176 : 160
  const radius = isX ? 23 : 8
  return (
    <svg viewBox={`0 0 ${width} 48`} width={width} height={48} role="img" aria-label={label}>
      <rect
        className="device-drawing-body"
        x="1"
        y="1"
        width={width - 2}
        height="46"
        rx={radius}
        strokeWidth="1.5"
      />
      {isX ? (
        <>
          <circle className="device-drawing-button" cx="24" cy="24" r="13" />
          <circle className="device-drawing-button" cx={width - 24} cy="24" r="13" />
        </>
      ) : (
        <>
          <rect className="device-drawing-button" x="12" y="6" width="16" height="5" rx="2" />
          <rect className="device-drawing-button" x="112" y="6" width="16" height="5" rx="2" />
        </>
      )}
      <rect
        className="device-drawing-screen"
        x={isX ? 44 : 18}
        y={isX ? 9 : 14}
        width={isX ? 88 : 104}
        height="29"
        rx="2"
      />
      {lines.map((line, index) => (
        <text
          key={line}
          className={index === 0 ? 'device-drawing-text' : 'device-drawing-muted'}
          x={isX ? 88 : 70}
          y={(isX ? 21 : 26) + index * 11}
          fontSize="9"
          textAnchor="middle"
        >
          {line}
        </text>
      ))}
    </svg>
  )
}

/** A touch screen with lines and, where the last line begins with "on:", a switch that is on. */
function FlexDrawing({ lines, label }: DrawingProps) {
  return (
    <svg viewBox="0 0 96 132" width="96" height="132" role="img" aria-label={label}>
      <rect
        className="device-drawing-body"
        x="1"
        y="1"
        width="94"
        height="130"
        rx="11"
        strokeWidth="1.5"
      />
      <rect className="device-drawing-screen" x="8" y="9" width="80" height="106" rx="4" />
      {lines.map((line, index) => {
        const isSwitch = line.startsWith('on:')
        const y = 28 + index * 22
        return (
          <g key={line}>
            <text
              className={index === 0 ? 'device-drawing-text' : 'device-drawing-muted'}
              x="14"
              y={y}
              fontSize="8.5"
            >
              {isSwitch ? line.slice(3) : line}
            </text>
            {isSwitch ? (
              <>
                <rect
                  className="device-drawing-switch"
                  x="64"
                  y={y + 4}
                  width="18"
                  height="10"
                  rx="5"
                />
                <circle className="device-drawing-knob" cx="77" cy={y + 9} r="3.5" />
              </>
            ) : null}
          </g>
        )
      })}
    </svg>
  )
}

/** Our own drawing of a model with what its screen says. */
export function DeviceDrawing({ model, ...rest }: DrawingProps & { readonly model: DrawnModel }) {
  return model === 'flex' ? (
    <FlexDrawing {...rest} />
  ) : (
    <NanoDrawing {...rest} isX={model === 'nanox'} />
  )
}
