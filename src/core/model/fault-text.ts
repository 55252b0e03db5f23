const NONE = (file: string): string => `There is no such file or folder: ${file}.`
const FORBIDDEN = (file: string): string =>
  `The system does not let this program use ${file}. Choose another place, or change its rights.`
const FULL = (file: string): string =>
  `The disk that holds ${file} is full. Free some space, or choose another place.`

/** What the operating system says about files, by its code. */
const FILE_FAULTS: Readonly<Record<string, (file: string) => string>> = {
  ENOENT: NONE,
  ENOTDIR: NONE,
  EISDIR: (file) => `${file} is a folder. Name a file.`,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: (file) => `${file} is on a disk that can only be read. Choose another place.`,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EBUSY: (file) => `Another program holds ${file}. Close it there, then try again.`,
  ENAMETOOLONG: () => 'The name of the file is too long. Choose a shorter one.',
}

/** A file is written beside its place first. */
const withoutSuffix = (path: string): string => path.replace(/\.(?:partial|new)$/, '')

/** What the system said about a file, in words that a person can act on; null for any other fault. */
export function fileFault(cause: unknown): string | null {
  if (!(cause instanceof Error)) return null
  const { code, path, dest } = cause as { code?: unknown; path?: unknown; dest?: unknown }
  const words = typeof code === 'string' ? FILE_FAULTS[code] : undefined
  if (words === undefined) return null
  const file = typeof dest === 'string' ? dest : path
  return words(typeof file === 'string' ? withoutSuffix(file) : 'the file')
}

/** What went wrong, in words; a thrown error's own where there are no better ones. */
export const faultText = (cause: unknown): string =>
  fileFault(cause) ?? (cause instanceof Error ? cause.message : String(cause))
