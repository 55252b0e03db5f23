import type Database from 'better-sqlite3'

export type Db = Database.Database
export type Value = string | number | bigint | null

/** Prepared statements by their text, made once a connection. */
export interface Statements {
  /** Returns how many rows changed. */
  run(sql: string, ...values: Value[]): number
  /** Returns the new row's id. */
  insert(sql: string, ...values: Value[]): number
  get<Row>(sql: string, ...values: Value[]): Row | undefined
  all<Row>(sql: string, ...values: Value[]): Row[]
}

/** Integers past 2^53 cannot be read as numbers: such columns are selected as text. */
export function createStatements(db: Db): Statements {
  const cache = new Map<string, Database.Statement<Value[]>>()
  const prepared = (sql: string): Database.Statement<Value[]> => {
    const known = cache.get(sql)
    if (known) return known
    const made = db.prepare<Value[]>(sql)
    cache.set(sql, made)
    return made
  }
  return {
    run: (sql, ...values) => prepared(sql).run(...values).changes,
    insert: (sql, ...values) => Number(prepared(sql).run(...values).lastInsertRowid),
    get: <Row>(sql: string, ...values: Value[]) => prepared(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: Value[]) => prepared(sql).all(...values) as Row[],
  }
}

export const asFlag = (value: boolean): number => (value ? 1 : 0)
