interface FileProblemsProps {
  readonly problems: readonly { readonly line: number; readonly message: string }[]
  readonly problemCount: number
}

const SHOWN = 12

/** Why nothing of a file was taken, line by line. */
export function FileProblems({ problems, problemCount }: FileProblemsProps) {
  if (problemCount === 0) return null
  return (
    <div className="panel-problems" role="alert">
      <p>
        Nothing was imported: {problemCount} {problemCount === 1 ? 'problem' : 'problems'}.
      </p>
      <ul>
        {problems.slice(0, SHOWN).map(({ line, message }) => (
          <li key={`${line}:${message}`}>
            Line {line}: {message}
          </li>
        ))}
      </ul>
    </div>
  )
}
