/** Drawn on a 16 × 16 grid with a stroke of the text's colour. */
const PATHS = {
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5l3.2 3.2L13 4.5',
  stop: 'M4 4h8v8H4z',
  shield: 'M8 1.8l5 1.9v4.1c0 3.1-2.1 5.3-5 6.4-2.9-1.1-5-3.3-5-6.4V3.7z',
  warning: 'M8 2.2l6.2 11H1.8zM8 6.4v3.2M8 11.4v.4',
  pen: 'M2.5 13.5l.8-3.2 7.6-7.6 2.4 2.4-7.6 7.6zM9.4 4.2l2.4 2.4',
  edit: 'M3 13h10M4 10.2l6.4-6.4 1.8 1.8L5.8 12l-2.3.5z',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.2 1.6',
  disk: 'M2.5 4.2C2.5 3 5 2.2 8 2.2s5.5.8 5.5 2-2.5 2-5.5 2-5.5-.8-5.5-2zM2.5 4.2v7.6c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2V4.2M2.5 8c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2',
  device: 'M1.8 5.5h12.4v5H1.8zM4.5 7.2h4v1.6h-4zM11.6 8h.4',
  link: 'M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.2-2.2A2.4 2.4 0 0 0 9 3.6l-.8.8M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.6 9A2.4 2.4 0 0 0 7 12.4l.8-.8',
  reverse: 'M5 2.5v9M2.5 9L5 11.5 7.5 9M11 13.5v-9M8.5 7L11 4.5 13.5 7',
  up: 'M8 13V3M4 7l4-4 4 4',
  down: 'M8 3v10M4 9l4 4 4-4',
  chevron: 'M4 6l4 4 4-4',
  desk: 'M2 12.5h12M3.5 9.5v-3M3.5 5v1.5M8 10V4.5M8 3v1.5M12.5 8V4M12.5 9.5V8M2.7 6.5h1.6v3H2.7zM7.2 4.5h1.6V10H7.2zM11.7 4h1.6v4h-1.6z',
  list: 'M2.5 4h1M5.5 4h8M2.5 8h1M5.5 8h8M2.5 12h1M5.5 12h8',
  strategy: 'M2.5 12.5c3 0 3-9 5.5-9s2.5 9 5.5 9M2.5 8h11',
  research: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4l3.4 3.4',
  ledger: 'M3.5 2.5h9v11h-9zM6 5.5h4M6 8h4M6 10.5h2.5',
  receipt: 'M4 2.5h8v11l-1.6-1.2L8.8 13.5 8 12.7l-.8.8-1.6-1.2L4 13.5zM6.2 5.5h3.6M6.2 8.2h3.6',
  pulse: 'M1.8 8.5h3l1.7-5 3 9 1.7-4h3',
  settings: 'M2.5 4.5h7M12.5 4.5h1M2.5 11.5h1M6.5 11.5h7M11 3v3M5 10v3',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4l3.4 3.4',
  eye: 'M1.8 8c1.5-2.8 3.6-4.2 6.2-4.2S12.700 5.200 14.200 8c-1.500 2.800-3.600 4.200-6.200 4.200S3.300 10.800 1.800 8zM8 6.200a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600z',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
